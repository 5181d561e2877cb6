import { keepDraft } from "../../parts/shell/draft.js";
import { element } from "../../parts/shell/element.js";
import { EncodeForm } from "../../parts/cards/encode-form.js";
import { EncodePanel } from "../../parts/cards/encode-panel.js";
import { MatchForm } from "../../parts/cards/match-form.js";
import { MatchPanel } from "../../parts/cards/match-panel.js";
import { OwnFormat } from "../../parts/cards/own-format.js";
import { pageOf } from "../../parts/shell/page.js";
import { ReadingForm } from "../../parts/cards/reading-form.js";
import { ReadingList } from "../../parts/cards/reading-list.js";
import { ReadingPanel } from "../../parts/cards/reading-panel.js";
import { titleOf } from "../../parts/cards/readings.js";
import { Tabs } from "../../parts/shell/tabs.js";

export function render() {
  const readingForm = new ReadingForm();
  const readingPanel = new ReadingPanel({ onSample: (number) => readingForm.take(number) });
  const read = { form: readingForm, list: new ReadingList(), panel: readingPanel };
  const match = { form: new MatchForm(), panel: new MatchPanel() };
  const encode = { form: new EncodeForm(), panel: new EncodePanel() };
  const own = new OwnFormat({ example: () => encode.form.chosen });
  const tabs = new Tabs({
    id: "cards",
    label: "What to do",
    tabs: [
      {
        name: "read",
        label: "Read",
        panel: element("div", { class: "stack" }, read.form.element, read.list.element),
      },
      { name: "match", label: "Compare", panel: element("div", {}, match.form.element) },
      {
        name: "encode",
        label: "Encode",
        panel: element("div", { class: "stack" }, encode.form.element, own.element),
      },
    ],
  });
  const panels = { read: read.panel, match: match.panel, encode: encode.panel };
  const page = pageOf({
    title: "Cards",
    lead: "Find out what a card’s number is, whether two are of one card, and which bits a reader sends.",
    head: [tabs.element],
    form: tabs.tabs.map(({ panel }) => panel),
    panels: Object.values(panels).map(({ element }) => element),
  });
  page.classList.add("page-cards");
  for (const part of [match, encode]) part.panel.element.hidden = true;

  function start(core) {
    const describe = (reading) => titleOf(own.core, reading);
    for (const part of [own, read.form, match.form, encode.form]) part.start(core);
    // Before the formats are offered: one may be of one's own.
    keepDraft("cards", page, {
      tabs,
      ...read.form.kept,
      own: own.json,
    });
    read.list.onChoose = (reading) => {
      if (reading) read.panel.show(own.core, { reading, typed: read.form.typed, title: describe(reading) });
      else read.panel.showNone();
    };

    // The focus leaves a parity bit too: what is drawn is drawn anew only where it changes.
    const shown = {};
    const once = (name, question, show) => {
      const asked = JSON.stringify(question);
      if (shown[name] === asked) return;
      shown[name] = asked;
      show();
    };
    const update = () => {
      for (const [name, panel] of Object.entries(panels)) panel.element.hidden = name !== tabs.selected;
      own.fit();
      const { core: known, format } = own;
      once("formats", [format], () => encode.form.know(known));
      for (const { form } of [read, encode]) form.fit();
      once("read", [read.form.question, format], () =>
        read.list.show({ ...read.form.read(known), describe }),
      );
      once("match", match.form.question, () => match.panel.show(match.form.match(known), describe));
      once("encode", [encode.form.question, format], () =>
        encode.panel.show(known, encode.form.encode(known)),
      );
    };
    tabs.onSelect = update;
    page.addEventListener("input", update);
    page.addEventListener("focusout", update);
    update();
  }

  return { element: page, start };
}
