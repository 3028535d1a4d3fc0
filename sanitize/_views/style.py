"""How the page looks: by day and by night, narrow and wide; contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

STYLE = """\
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --hidden: #82071e; --hidden-back: #ffebe9; --alike: #633c01; --alike-back: #fff3c4; --kept: #0b4f9e; --kept-back: #ddf0ff; }
@media (prefers-color-scheme: dark) {
  :root { --back: #0d1117; --text: #e6edf3; --soft: #9aa4b0; --line: #30363d; --panel: #161b22;
    --hidden: #ffb3ac; --hidden-back: #5a1216; --alike: #f2d98b; --alike-back: #473605; --kept: #a8d4ff; --kept-back: #0c3260; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
section + section { border-top: 1px solid var(--line); margin-top: 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1.5rem 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .75rem; }
p { margin: .25rem 0; }
ul, ol { list-style: none; margin: 0; padding: 0; }
.summary { color: var(--soft); }
.counts { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .75rem; }
.counts li { background: var(--panel); border: 1px solid var(--line); border-radius: 1rem; padding: .1rem .75rem; font-size: .9rem; }
.payloads > li { background: var(--panel); border: 1px solid var(--line); border-left: .35rem solid var(--soft); border-radius: .4rem;
  padding: .6rem .9rem; margin: .6rem 0; overflow-wrap: anywhere; }
.payloads > .high, .payloads > .medium { border-left-color: var(--hidden); }
.payloads p { color: var(--soft); font-size: .9rem; }
blockquote { margin: .4rem 0 .2rem; font: 1rem/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.choices li { overflow-wrap: anywhere; margin: .2rem 0; }
.lines > li { display: grid; grid-template-columns: 4rem minmax(0, 1fr); gap: 0 1rem; padding: .7rem 0; border-top: 1px solid var(--line); }
.number { color: var(--soft); text-align: right; font-variant-numeric: tabular-nums; padding-top: .45rem; }
pre { margin: 0; padding: .4rem .6rem; background: var(--panel); border-radius: .4rem; font: .95rem/1.7 ui-monospace, monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; }
mark { color: var(--alike); background: var(--alike-back); border-radius: .2rem; padding: .05rem .15rem; unicode-bidi: isolate;
  border-bottom: 2px solid currentColor; }
mark.unseen { color: var(--hidden); background: var(--hidden-back); font-size: .8em; }
mark.kept { color: var(--kept); background: var(--kept-back); border-bottom-style: dotted; }
.notes { padding: .35rem .6rem 0; font-size: .9rem; }
.notes li { margin: .15rem 0; overflow-wrap: anywhere; }
.what { font-weight: 600; }
.becomes { font-family: ui-monospace, monospace; }
.becomes::before, .becomes::after { content: " \\2014  "; }
.times, .why { color: var(--soft); }
@media (max-width: 40rem) {
  .lines > li { grid-template-columns: 1fr; }
  .number { text-align: left; padding: 0 0 .2rem; }
  .number::before { content: "line "; }
}
@media print { main { max-width: none; } .lines > li { break-inside: avoid; } }
"""
