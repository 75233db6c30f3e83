// 区分处理：在页面图上画框、移动、改大小。框就是右边的一行数字，没有脚本时直接填写也一样。

const board = document.querySelector("[data-redacting]");
const list = board?.querySelector("[data-rows]");
if (list) {
  const SVG = "http://www.w3.org/2000/svg";
  const SMALLEST = 0.4; // 百分之几：比这小的是点了一下，不是框
  const EDGES = ["left", "top", "right", "bottom"];
  const form = list.closest("form");
  const total = form.elements["marks-TOTAL_FORMS"];
  const current = form.querySelector("#current-ground");
  const most = Number(board.dataset.most);
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const rows = () => [...list.children].filter((row) => !field(row, "DELETE").checked);
  const figures = new Map([...board.querySelectorAll("[data-page]")].map((one) => [one.dataset.page, one]));
  const within = (value) => Math.min(100, Math.max(0, value));
  const short = (value) => String(Math.round(value * 100) / 100);
  const rects = new Map();

  const boxOf = (row) => {
    const [left, top, right, bottom] = EDGES.map((name) => (field(row, name).value === "" ? NaN : Number(field(row, name).value)));
    return left >= 0 && top >= 0 && right <= 100 && bottom <= 100 && left < right && top < bottom ? { left, top, right, bottom } : null;
  };
  const place = (rect, { left, top, right, bottom }) => {
    for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) rect.setAttribute(name, value);
  };
  const put = (row, box) => {
    for (const name of EDGES) field(row, name).value = short(within(box[name]));
    draw();
  };
  const remove = (row) => {
    const after = row.nextElementSibling;
    field(row, "DELETE").checked = true;
    draw();
    (after && rows().includes(after) ? rects.get(after) : null)?.focus();
  };

  const draw = () => {
    let number = 0;
    const pages = new Set();
    for (const row of list.children) {
      const gone = field(row, "DELETE").checked;
      row.hidden = gone;
      const box = gone ? null : boxOf(row);
      const figure = figures.get(field(row, "page").value.trim());
      let rect = rects.get(row);
      if (!gone) row.querySelector("[data-no]").textContent = ++number;
      if (!box || !figure) {
        rect?.remove();
        rects.delete(row);
        continue;
      }
      pages.add(figure.dataset.page);
      if (!rect) {
        rect = document.createElementNS(SVG, "rect");
        rect.setAttribute("class", "mark");
        rect.setAttribute("tabindex", "0");
        rect.setAttribute("role", "button");
        rect.addEventListener("focus", () => row.classList.add("lit"));
        rect.addEventListener("blur", () => row.classList.remove("lit"));
        rect.addEventListener("keydown", (event) => key(event, row));
        rect.addEventListener("pointerdown", (event) => move(event, row, rect));
        rects.set(row, rect);
      }
      const layer = figure.querySelector("[data-marks]");
      if (rect.parentNode !== layer) layer.append(rect);
      place(rect, box);
      const why = field(row, "ground").selectedOptions[0];
      rect.setAttribute("aria-label", `框 ${number}，第 ${figure.dataset.page} 页，${why?.value ? why.textContent : "还没有选依据"}。按回车改依据`);
    }
    const drawn = rects.size;
    form.querySelector("[data-count]").textContent = drawn
      ? `已框 ${drawn} 处，在 ${pages.size} 页上；共 ${figures.size} 页。`
      : `还没有框；共 ${figures.size} 页。`;
  };

  const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const key = (event, row) => {
    const box = boxOf(row);
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remove(row);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      field(row, "ground").focus();
    } else if (event.key in STEP && box) {
      event.preventDefault();
      const [across, down] = STEP[event.key].map((step) => step * (event.ctrlKey ? 0.1 : 0.5));
      if (event.shiftKey) {
        put(row, { ...box, right: Math.max(box.left + SMALLEST, box.right + across), bottom: Math.max(box.top + SMALLEST, box.bottom + down) });
      } else {
        const x = Math.min(100 - box.right, Math.max(-box.left, across));
        const y = Math.min(100 - box.bottom, Math.max(-box.top, down));
        put(row, { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y });
      }
      rects.get(row)?.focus();
    }
  };

  const add = (page, box) => {
    if (list.children.length >= most) {
      form.querySelector("[data-count]").textContent = `一次最多 ${most} 个框。相同的文字请用“按文字遮盖”。`;
      return null;
    }
    let row = rows().find((one) => EDGES.every((name) => field(one, name).value === "") && field(one, "page").value === "");
    if (!row) {
      const copy = form.querySelector("[data-row]").content.firstElementChild.cloneNode(true);
      copy.id = copy.id.replace("__prefix__", total.value);
      for (const one of copy.querySelectorAll("[name]")) {
        one.name = one.name.replace("__prefix__", total.value);
        one.id = one.id.replace("__prefix__", total.value);
      }
      total.value = Number(total.value) + 1;
      list.append(copy);
      row = copy;
    }
    field(row, "page").value = page;
    field(row, "ground").value ||= current.value;
    put(row, box);
    return row;
  };

  const at = (event, svg) => {
    const frame = svg.getBoundingClientRect();
    return [within(((event.clientX - frame.left) / frame.width) * 100), within(((event.clientY - frame.top) / frame.height) * 100)];
  };
  const may = (event) => event.isPrimary && event.button === 0 && (event.pointerType !== "touch" || board.classList.contains("fingers"));
  const follow = (svg, event, moved, ended) => {
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    const stop = (last) => {
      svg.removeEventListener("pointermove", moved);
      svg.removeEventListener("pointerup", stop);
      svg.removeEventListener("pointercancel", stop);
      ended(last.type === "pointerup");
    };
    svg.addEventListener("pointermove", moved);
    svg.addEventListener("pointerup", stop);
    svg.addEventListener("pointercancel", stop);
  };
  const move = (event, row, rect) => {
    if (!may(event)) return;
    event.stopPropagation();
    rect.focus();
    const svg = rect.ownerSVGElement;
    const [x, y] = at(event, svg);
    const box = boxOf(row);
    follow(svg, event, (now) => {
      const [nowX, nowY] = at(now, svg);
      const across = Math.min(100 - box.right, Math.max(-box.left, nowX - x));
      const down = Math.min(100 - box.bottom, Math.max(-box.top, nowY - y));
      put(row, { left: box.left + across, top: box.top + down, right: box.right + across, bottom: box.bottom + down });
    }, () => {});
  };
  for (const [page, figure] of figures) {
    const svg = figure.querySelector("svg");
    for (const rect of svg.querySelectorAll("[data-marks] rect")) rect.remove();
    svg.addEventListener("pointerdown", (event) => {
      if (!may(event)) return;
      const [x, y] = at(event, svg);
      const ghost = document.createElementNS(SVG, "rect");
      ghost.setAttribute("class", "drawn");
      svg.append(ghost);
      let box = null;
      follow(svg, event, (now) => {
        const [nowX, nowY] = at(now, svg);
        box = { left: Math.min(x, nowX), top: Math.min(y, nowY), right: Math.max(x, nowX), bottom: Math.max(y, nowY) };
        place(ghost, box);
      }, (finished) => {
        ghost.remove();
        if (!finished || !box || box.right - box.left < SMALLEST || box.bottom - box.top < SMALLEST) return;
        const row = add(page, box);
        if (row) rects.get(row)?.focus({ preventScroll: true });
      });
    });
  }

  for (const button of board.querySelectorAll("[data-add]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const row = add(button.dataset.add, { left: 35, top: 45, right: 65, bottom: 50 });
      if (row) rects.get(row)?.focus();
    });
  }
  for (const button of document.querySelectorAll("[data-add-box]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const [page, left, top, right, bottom] = button.dataset.addBox.split(" ");
      if (add(page, { left: Number(left), top: Number(top), right: Number(right), bottom: Number(bottom) })) button.disabled = true;
    });
  }
  form.querySelector("[data-current]").hidden = false;
  const fingers = form.querySelector("[data-touch]");
  if (matchMedia("(any-pointer: coarse)").matches) fingers.hidden = false;
  fingers.addEventListener("click", () => fingers.setAttribute("aria-pressed", String(board.classList.toggle("fingers"))));
  list.addEventListener("input", draw);
  list.addEventListener("change", draw);
  for (const [name, on] of [["focusin", true], ["focusout", false]]) {
    list.addEventListener(name, (event) => rects.get(event.target.closest("[data-mark]"))?.classList.toggle("lit", on));
  }
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "redact") return;
    form.querySelector("[data-going]").hidden = false;
    event.submitter.setAttribute("aria-disabled", "true");
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
  board.classList.add("drawing");
  draw();
}
