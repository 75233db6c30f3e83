// 查询：二维码里的查询码在 # 之后，不会发给服务器；填进表里，再从地址里去掉。申请表：一步一步填；写“要什么”时顺手找找已经公开的。没有脚本时整张表一次显示，照样能提交。

const track = document.querySelector("form[data-track]");
if (track && location.hash.length > 1) {
  track.elements.ticket.value = decodeURIComponent(location.hash.slice(1)).slice(0, 12);
  history.replaceState(null, "", location.pathname);
  track.elements.phone.focus();
}

const form = document.querySelector("form[data-steps]");
if (form) {
  const steps = [...form.querySelectorAll(".step")];
  const rest = [...form.children].slice([...form.children].indexOf(steps.at(-1)) + 1);
  const bar = document.createElement("p");
  bar.className = "row between part";
  const back = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: "上一步" });
  const next = Object.assign(document.createElement("button"), { type: "button", className: "btn primary", textContent: "下一步" });
  bar.append(back, next);
  steps.at(-1).after(bar);
  const at = () => steps.findIndex((step) => !step.hidden);
  const show = (number) => {
    steps.forEach((step, index) => (step.hidden = index !== number));
    back.hidden = number === 0;
    next.hidden = number === steps.length - 1;
    for (const element of rest) if (element !== bar) element.hidden = number !== steps.length - 1;
  };
  const go = (number) => {
    show(number);
    const heading = steps[number].querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView({ block: "center" });
  };
  const information = ["info_title", "info_doc_no", "info_text"].map((name) => form.elements[name]).filter(Boolean);
  const needed = { mail: ["address", "选择邮寄的，请填写通信地址。"], fax: ["fax", "选择传真的，请填写传真号码。"], email: ["email", "选择电子邮件的，请填写电子邮箱。"] };
  const complete = () => {
    information[0].setCustomValidity(information.some((one) => one.value.trim()) ? "" : "名称、文号、怎样才能找到它，至少填一项。");
    for (const [way, [name, says]] of Object.entries(needed)) {
      form.elements[name].setCustomValidity(form.elements.delivery.value === way && !form.elements[name].value.trim() ? says : "");
    }
  };
  next.addEventListener("click", () => {
    complete();
    const wrong = [...steps[at()].querySelectorAll("input, select, textarea")].find((field) => !field.checkValidity());
    if (wrong) wrong.reportValidity();
    else go(at() + 1);
  });
  back.addEventListener("click", () => go(at() - 1));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input") && at() < steps.length - 1) {
      event.preventDefault();
      next.click();
    }
  });
  for (const link of document.querySelectorAll('.alert a[href^="#"], .errors a[href^="#"]')) {
    link.addEventListener("click", () => {
      const step = steps.findIndex((one) => one.querySelector(link.getAttribute("href")));
      if (step >= 0) show(step);
    });
  }
  show(Math.max(0, steps.findIndex((step) => "wrong" in step.dataset)));

  form.querySelector("[data-look]")?.remove(); // it would be what Enter presses
  const place = form.querySelector("[data-similar]");
  let waiting = 0;
  for (const field of place ? information : []) {
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const sent = new FormData();
        for (const name of ["csrfmiddlewaretoken", "organ", "helped", ...information.map((one) => one.name)]) {
          if (form.elements[name]) sent.append(name, form.elements[name].value);
        }
        const answer = await fetch(place.dataset.similar, { method: "POST", body: sent }).catch(() => null);
        if (answer?.ok) place.innerHTML = await answer.text();
      }, 600);
    });
  }
}
