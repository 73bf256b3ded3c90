/**
 * The styles of the panel. Every rule begins with the class twice, so that it wins over the rules of an app for bare
 * elements. No quotes and no `>`: React escapes them on a server.
 */
export const panelStyles: string = `
.closekit-devtools.closekit-devtools, .closekit-devtools.closekit-devtools * { all: revert; box-sizing: border-box; }
.closekit-devtools.closekit-devtools { color: #e6edf3; background: #14181d; font: 12px/1.5 system-ui, sans-serif; color-scheme: dark; }
.closekit-devtools.closekit-devtools :focus-visible { outline: 2px solid #6cb6ff; outline-offset: -2px; }
.closekit-devtools.closekit-devtools header { display: flex; align-items: center; gap: 8px; padding: 6px 12px; border-bottom: 1px solid #30363d; }
.closekit-devtools.closekit-devtools h2 { margin: 0 auto 0 0; font: 600 13px/1.5 system-ui, sans-serif; }
.closekit-devtools.closekit-devtools h3 { margin: 0; padding: 6px 0; font: 600 12px/1.5 system-ui, sans-serif; position: sticky; top: 0; background: #14181d; }
.closekit-devtools.closekit-devtools button { font: inherit; color: inherit; background: #2d333b; border: 1px solid #545d68; border-radius: 4px; padding: 2px 8px; cursor: pointer; }
.closekit-devtools.closekit-devtools button:hover { background: #3d444d; }
.closekit-devtools.closekit-devtools small { color: #9da7b3; font: inherit; margin-left: 8px; }
.closekit-devtools.closekit-devtools p { margin: 0; color: #9da7b3; }
.closekit-devtools.closekit-devtools .closekit-devtools-sections { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(340px, 100%), 1fr)); grid-auto-rows: minmax(160px, 1fr); grid-auto-flow: dense; gap: 1px; background: #30363d; flex: 1; min-height: 0; overflow: auto; }
.closekit-devtools.closekit-devtools .closekit-devtools-sections section { background: #14181d; padding: 0 12px 8px; overflow: auto; max-height: 640px; }
.closekit-devtools.closekit-devtools .closekit-devtools-sections .closekit-devtools-calls { grid-row: span 2; }
.closekit-devtools.closekit-devtools table { border-collapse: collapse; width: 100%; font: inherit; }
.closekit-devtools.closekit-devtools th, .closekit-devtools.closekit-devtools td { text-align: left; vertical-align: top; font-weight: normal; padding: 2px 8px 2px 0; border-top: 1px solid #22272e; font-variant-numeric: tabular-nums; }
.closekit-devtools.closekit-devtools tbody th { overflow-wrap: anywhere; min-width: 120px; }
.closekit-devtools.closekit-devtools td { white-space: nowrap; }
.closekit-devtools.closekit-devtools td li { white-space: normal; }
.closekit-devtools.closekit-devtools thead th { color: #9da7b3; border: 0; }
.closekit-devtools.closekit-devtools tbody th small { display: block; margin: 0; }
.closekit-devtools.closekit-devtools ol { margin: 0; padding: 0; list-style: none; }
.closekit-devtools.closekit-devtools dl { margin: 0; }
.closekit-devtools.closekit-devtools dl div { display: flex; gap: 8px; padding: 2px 0; border-top: 1px solid #22272e; }
.closekit-devtools.closekit-devtools dt { color: #9da7b3; flex: 0 0 120px; }
.closekit-devtools.closekit-devtools dd { margin: 0; overflow-wrap: anywhere; }
.closekit-devtools.closekit-devtools [data-state=failed] { color: #ff938a; }
.closekit-devtools.closekit-devtools [data-state=succeeded] { color: #6bc46d; }
.closekit-devtools.closekit-devtools [data-state=waiting] { color: #daaa3f; }
.closekit-devtools-panel.closekit-devtools { display: flex; flex-direction: column; height: 100%; overflow: hidden; }
.closekit-devtools-dock.closekit-devtools { position: fixed; inset: auto 0 0 0; height: min(420px, 70vh); z-index: 99999; border-top: 1px solid #545d68; }
.closekit-devtools-button.closekit-devtools { position: fixed; inset: auto 12px 12px auto; z-index: 99999; background: none; }
.closekit-devtools-button.closekit-devtools button { padding: 4px 10px; border-radius: 999px; background: #14181d; }
`;
