// 智能问答：不等整页，边查边显示；没有脚本时表单照常提交。

const csrf = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value;

const post = (address, data, signal) =>
  fetch(address, { method: "POST", body: data, headers: { "X-CSRFToken": csrf() }, credentials: "same-origin", signal });

async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const parts = rest.split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const [name, data] = part.split("\n");
      yield [name.slice(7), JSON.parse(data.slice(6))];
    }
  }
}

function comforts(turn) {
  for (const button of turn.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard || button.dataset.ready) continue;
    button.dataset.ready = "1";
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.lastChild.textContent = "已复制";
    });
  }
  const aloud = turn.querySelector("[data-read-out]");
  if (aloud && "speechSynthesis" in window) {
    const voice = () => speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith("zh"));
    const offer = () => (aloud.hidden = !voice());
    offer();
    speechSynthesis.addEventListener?.("voiceschanged", offer);
    const rest = () => {
      aloud.lastChild.textContent = "朗读";
      aloud.setAttribute("aria-pressed", "false");
    };
    aloud.addEventListener("click", () => {
      if (speechSynthesis.speaking) {
        speechSynthesis.cancel();
        return rest();
      }
      const words = new SpeechSynthesisUtterance(turn.querySelector("[data-copy]")?.dataset.copy || turn.textContent);
      words.voice = voice();
      words.lang = "zh-CN";
      words.addEventListener("end", rest);
      speechSynthesis.speak(words);
      aloud.lastChild.textContent = "停止朗读";
      aloud.setAttribute("aria-pressed", "true");
    });
  }
  for (const form of turn.querySelectorAll("[data-qa-option]")) form.addEventListener("submit", (event) => ask(event, form));
  const liking = turn.querySelector("[data-like]");
  liking?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(liking, event.submitter);
    const answer = await post(liking.action, data).catch(() => null);
    const told = liking.querySelector("[role=status]") || Object.assign(document.createElement("span"), { className: "small quiet" });
    told.setAttribute("role", "status");
    told.textContent = answer?.ok ? "已记下，谢谢" : "没有记下，请稍后再试";
    liking.prepend(told);
    liking.querySelector("details")?.removeAttribute("open");
  });
}

function place(form) {
  const holder = form.closest("[data-panel]")?.querySelector("[data-turns]") || document.querySelector("[data-turns]");
  const turn = document.createElement("article");
  turn.className = "turn";
  holder.append(turn);
  return turn;
}

const running = new WeakMap(); // the question under way of each form: {question, answered, leave}

// Where the next question is typed: what stands there is no longer what was asked.
const typing = (main) => document.activeElement === main.querySelector("textarea") && main.querySelector("textarea").value;

function told_of(main, told) {
  main.querySelector("[name=token]").value = told.token;
  main.querySelector(".qa-suggested")?.remove();
  document.querySelector("[data-fresh]")?.removeAttribute("hidden");
  main.querySelector("[data-clear]")?.removeAttribute("hidden");
  const scope = main.querySelector("[data-scope]");
  if (scope && !main.querySelector("[name=page]")) {
    scope.innerHTML = told.scope;
    scope.hidden = !told.scope;
  }
}

function answered(turn, told) {
  const held = turn.querySelector(".told") && turn.contains(document.activeElement) ? document.activeElement : null;
  const liking = turn.querySelector("[data-like]"); // in which something may have been written
  const box = document.createElement("template");
  box.innerHTML = told.html;
  turn.replaceChildren(...box.content.firstElementChild.childNodes);
  turn.id = box.content.firstElementChild.id;
  comforts(turn);
  if (liking) turn.querySelector("[data-like]").replaceWith(liking);
  const heading = turn.querySelector(".asked");
  heading.tabIndex = -1;
  if (held) (liking?.contains(held) ? held : heading).focus({ preventScroll: true });
  return heading;
}

async function ask(event, form) {
  const main = form.closest("[data-panel], .qa")?.querySelector("form[data-qa]") || form;
  const data = new FormData(form, event.submitter);
  if (data.get("suggested")) data.set("q", data.get("suggested"));
  if (event.submitter?.hasAttribute("data-unscope") && !data.get("q").trim()) return; // the page itself takes it away
  if (!data.get("token")) data.set("token", main.querySelector("[name=token]").value);
  const question = data.get("q").trim();
  if (!question) return;
  event.preventDefault();
  const before = running.get(main);
  if (before && !before.answered && before.question === question) return; // sent twice: it is on its way
  before?.leave();
  for (const cut of document.querySelectorAll("[data-cut]")) cut.remove();
  const turn = place(form);
  const heading = Object.assign(document.createElement("h2"), { className: "asked", textContent: question });
  const waiting = Object.assign(document.createElement("p"), { className: "waiting", textContent: "正在查找依据……" });
  const said = Object.assign(document.createElement("div"), { className: "said" });
  turn.append(heading, waiting, said);
  const stopper = new AbortController();
  const mine = { question, answered: false, left: false };
  mine.leave = () => {
    mine.left = true;
    stopper.abort();
  };
  running.set(main, mine);
  let ended = false;
  try {
    const response = await post(main.dataset.stream, data, stopper.signal);
    if (!response.headers.get("content-type")?.startsWith("text/event-stream")) throw new Error(response.status);
    for await (const [name, told] of events(response)) {
      if (mine.left) break;
      if (name === "stage" && mine.answered) {
        const better = Object.assign(document.createElement("p"), { className: "waiting small", textContent: told.message + "……" });
        better.dataset.better = "";
        turn.querySelector(".told").prepend(better);
      } else if (name === "stage") waiting.textContent = told.message + "……";
      else if (name === "sentence") said.append(Object.assign(document.createElement("p"), { textContent: told.text }));
      else if (name === "refused") {
        waiting.textContent = told.message;
        ended = true;
      } else if (name === "answer" && mine.answered) answered(turn, told);
      else if (name === "answer") {
        mine.answered = true;
        const typed = main.querySelector("textarea");
        if (typed.value.trim() === question) typed.value = ""; // before the answer is seen: what is typed after it is the next question
        const head = answered(turn, told);
        told_of(main, told);
        if (typing(main)) continue;
        turn.scrollIntoView({ block: "start" });
        head.focus({ preventScroll: true });
      } else if (name === "done") {
        ended = true;
        told_of(main, told);
      }
    }
    if (!ended) throw new Error("cut");
  } catch {
    if (mine.answered) return; // the answer is there already, only what follows it was cut off
    said.remove();
    waiting.textContent = mine.left ? "没有等这一问的回答，改问了下一个问题。" : "连接断了，没有显示完整。请再点一次“提问”。";
    turn.dataset.cut = "";
  } finally {
    turn.querySelector("[data-better]")?.remove();
    if (running.get(main) === mine) running.delete(main);
  }
}

function ready(root) {
  for (const form of root.querySelectorAll("form[data-qa]")) {
    form.addEventListener("submit", (event) => ask(event, form));
    form.querySelector("textarea").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit(form.querySelector(".qa-ask button"));
      }
    });
  }
  for (const turn of root.querySelectorAll(".turn")) comforts(turn);
  for (const button of root.querySelectorAll("[data-clear]")) {
    button.addEventListener("click", async () => {
      running.get(button.form)?.leave();
      const answer = await post(button.dataset.clear, new FormData()).catch(() => null);
      if (!answer?.ok) return;
      button.closest("[data-panel]").querySelector("[data-turns]").replaceChildren();
      button.hidden = true;
      button.form.querySelector("textarea").focus();
    });
  }
}
ready(document);

for (const link of document.querySelectorAll("[data-open-panel]")) {
  link.addEventListener("click", () => document.querySelector("[data-panel]")?.setAttribute("open", ""));
}

// 文件页里的提问框：打开时才取表单，正文先到
for (const panel of document.querySelectorAll("[data-panel]")) {
  panel.addEventListener("toggle", async () => {
    const holder = panel.querySelector("[data-form]");
    if (!panel.open || panel.dataset.ready) return;
    panel.dataset.ready = "1";
    const answer = await fetch(panel.dataset.panel).catch(() => null);
    if (!answer?.ok) return;
    holder.innerHTML = await answer.text();
    ready(holder);
    holder.querySelector("textarea").focus();
  });
}
