// Small comforts on top of pages that work without them. Nothing here is needed to read, search or send.

const root = document.documentElement;
const remember = (name, value) => {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
};

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const label = () => {
    button.lastChild.textContent = dark() ? "浅色" : "深色";
    button.value = dark() ? "light" : "dark";
  };
  label();
  button.addEventListener("click", (event) => {
    event.preventDefault();
    root.dataset.theme = dark() ? "light" : "dark";
    remember("theme", root.dataset.theme);
    label();
  });
}

document.querySelector("[data-focus]")?.focus();

// 筛选栏在窄屏上收起
const narrow = matchMedia("(max-width: 62rem)");
for (const box of document.querySelectorAll("details[data-fold]")) {
  const fold = () => (box.open = !narrow.matches && !root.classList.contains("elder"));
  fold();
  narrow.addEventListener("change", fold);
}
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

// 正文工具：字号、打印、收藏、朗读、复制
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

const sizes = document.querySelectorAll("[data-size]");
if (sizes.length) {
  const show = (size) => {
    document.querySelector(".paper")?.setAttribute("data-text", size);
    for (const button of sizes) button.setAttribute("aria-pressed", String(button.dataset.size === size));
  };
  show(localStorage.getItem("text-size") || "m");
  for (const button of sizes) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", () => {
      localStorage.setItem("text-size", button.dataset.size);
      show(button.dataset.size);
    });
  }
}

const favourites = {
  all: () => {
    try {
      return JSON.parse(localStorage.getItem("favourites")) || [];
    } catch {
      return [];
    }
  },
  keep: (list) => localStorage.setItem("favourites", JSON.stringify(list)),
};

for (const button of document.querySelectorAll("[data-favourite]")) {
  const { code, title } = button.dataset;
  const kept = () => favourites.all().some((one) => one.code === code);
  const show = () => {
    button.setAttribute("aria-pressed", String(kept()));
    button.lastChild.textContent = kept() ? "已收藏" : "收藏";
  };
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    const rest = favourites.all().filter((one) => one.code !== code);
    favourites.keep(kept() ? rest : [{ code, title, on: new Date().toISOString().slice(0, 10) }, ...rest]);
    show();
  });
}

const shelf = document.querySelector("[data-favourites]");
if (shelf) {
  const draw = () => {
    const list = favourites.all();
    shelf.replaceChildren(
      ...list.map(({ code, title, on }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `/p/${encodeURIComponent(code)}`;
        link.textContent = title;
        const foot = document.createElement("p");
        foot.className = "small quiet row";
        const when = document.createElement("span");
        when.textContent = `收藏于 ${on}`;
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "btn quiet";
        drop.textContent = "取消收藏";
        drop.setAttribute("aria-label", `取消收藏 ${title}`);
        drop.addEventListener("click", () => {
          favourites.keep(favourites.all().filter((one) => one.code !== code));
          draw();
        });
        foot.append(when, drop);
        item.append(link, foot);
        return item;
      }),
    );
    document.querySelector("[data-no-favourites]").hidden = list.length > 0;
  };
  draw();
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.lastChild.textContent = "已复制";
  });
}

// 朗读：设备有中文语音时才出现
const speaker = document.querySelector("[data-speak]");
if (speaker && "speechSynthesis" in window) {
  const voice = () => speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith("zh"));
  const offer = () => (speaker.hidden = !voice());
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  const rest = () => {
    speaker.lastChild.textContent = "朗读";
    speaker.setAttribute("aria-pressed", "false");
  };
  speaker.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return rest();
    }
    const parts = [...document.querySelectorAll(".paper [data-read]")].map((one) => one.textContent.trim()).filter(Boolean);
    parts.forEach((part, index) => {
      const words = new SpeechSynthesisUtterance(part);
      words.voice = voice();
      words.lang = "zh-CN";
      if (index === parts.length - 1) words.addEventListener("end", rest);
      speechSynthesis.speak(words);
    });
    speaker.lastChild.textContent = "停止朗读";
    speaker.setAttribute("aria-pressed", "true");
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

// 浏览量：页面读完后再取，不拖慢正文
const views = document.querySelector("[data-views]");
if (views) {
  addEventListener("load", async () => {
    const answer = await fetch(views.dataset.views);
    if (!answer.ok) return;
    views.querySelector(".num").textContent = (await answer.json()).views.toLocaleString("zh-CN");
    views.hidden = false;
  });
}

// 边写边提示：输入两个字起，列出标题或文号相近的文件
for (const box of document.querySelectorAll("[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-suggestions`;
  box.after(list);
  box.setAttribute("list", list.id);
  let waiting, last = "";
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    const typed = box.value.trim();
    if (typed.length < 2 || typed === last) return;
    waiting = setTimeout(async () => {
      last = typed;
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`).catch(() => null);
      if (!answer?.ok || box.value.trim() !== typed) return;
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map(({ title, doc_no }) => {
        const option = document.createElement("option");
        option.value = title;
        option.label = doc_no ? `${title}　${doc_no}` : title;
        return option;
      }));
    }, 200);
  });
}
