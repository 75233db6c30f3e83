// Comforts of the desk. Every page works without them.

// 确认识别结果：光标到哪一栏，左边就亮出它的依据
const lines = document.querySelector(".lines");
if (lines) {
  const light = (answer) => {
    for (const line of lines.querySelectorAll(".lit")) line.classList.remove("lit");
    const numbers = answer?.dataset.lines?.trim().split(/\s+/) ?? [];
    const found = numbers.map((number) => document.getElementById(`L${number}`)).filter(Boolean);
    for (const line of found) line.classList.add("lit");
    return found[0];
  };
  for (const answer of document.querySelectorAll("[data-lines]")) {
    answer.addEventListener("focusin", () => {
      const line = light(answer);
      const pane = lines.closest(".pane");
      if (line && pane) pane.scrollTo({ top: line.offsetTop - pane.clientHeight / 3 });
    });
    answer.addEventListener("mouseenter", () => answer.contains(document.activeElement) || light(answer));
  }
}

// 二级主题只列所选一级之下的
const first = document.querySelector("#id_topic_l1");
const second = document.querySelector("#id_topic_l2");
if (first && second) {
  const groups = [...second.querySelectorAll("optgroup")];
  const narrow = () => {
    for (const group of groups) group.hidden = group.disabled = Boolean(first.value) && group.label !== first.value;
    if (second.selectedOptions[0]?.parentElement.disabled) second.value = "";
  };
  narrow();
  first.addEventListener("change", narrow);
}

// 上传：拖进来，或选整个文件夹
for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector('input[type="file"]');
  const drop = form.querySelector("[data-drop]");
  const picked = form.querySelector("[data-picked]");
  const paths = form.querySelector("[data-paths]");
  let places = new Map();
  const key = (file) => `${file.name}/${file.size}/${file.lastModified}`;

  const tell = () => {
    const files = [...input.files];
    if (paths) paths.value = JSON.stringify(files.map((file) => places.get(file) || file.webkitRelativePath || places.get(key(file)) || file.name));
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const words = files.slice(0, 8).map((file) => file.name);
    if (files.length > 8) words.push(`…… 共 ${files.length} 个`);
    if (files.length) words.push(`合计 ${size < 1048576 ? `${Math.ceil(size / 1024)} KB` : `${(size / 1048576).toFixed(1)} MB`}`);
    picked.replaceChildren(
      ...words.map((word) => {
        const line = document.createElement("li");
        line.textContent = word;
        return line;
      }),
    );
  };
  const take = (files) => {
    const all = new DataTransfer();
    for (const { file, path } of files) {
      all.items.add(file);
      places.set(key(file), path);
    }
    input.files = all.files;
    tell();
  };
  input.addEventListener("change", () => {
    places = new Map();
    tell();
  });

  const folder = form.querySelector("[data-folder]");
  if (folder && "webkitdirectory" in input) {
    folder.hidden = false;
    const chooser = document.createElement("input");
    chooser.type = "file";
    chooser.webkitdirectory = true;
    chooser.hidden = true;
    chooser.tabIndex = -1;
    chooser.addEventListener("change", () => take([...chooser.files].map((file) => ({ file, path: file.webkitRelativePath }))));
    folder.append(chooser);
    folder.querySelector("button").addEventListener("click", () => chooser.click());
  }

  const read = (entry, path) =>
    new Promise((done) => {
      if (entry.isFile) return entry.file((file) => done([{ file, path: path + file.name }]), () => done([]));
      const reader = entry.createReader();
      const found = [];
      const more = () =>
        reader.readEntries(
          async (entries) => {
            if (!entries.length) return done(found);
            for (const one of entries) found.push(...(await read(one, `${path}${entry.name}/`)));
            more();
          },
          () => done(found),
        );
      more();
    });
  const over = (on) => (event) => {
    event.preventDefault();
    drop.classList.toggle("over", on);
  };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", async (event) => {
    over(false)(event);
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...event.dataTransfer.files].map((file) => ({ file, path: file.name }));
    const found = entries.length ? (await Promise.all(entries.map((entry) => read(entry, "")))).flat() : plain;
    take(found.filter(({ file }) => !file.name.startsWith(".")));
  });
  form.addEventListener("submit", () => {
    const button = form.querySelector("button:not([type])");
    button.setAttribute("aria-disabled", "true");
    button.lastChild.textContent = "正在上传……";
  });
}
