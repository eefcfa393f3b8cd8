using System.Text.Encodings.Web;

namespace OuraTeams.Sandbox;

/// <summary>The frame of the sandbox's pages.</summary>
internal static class Page
{
    private const string Style = """
        :root { color-scheme: light; --ink: #1d2733; --soft: #5b6675; --line: #dfe3e8; --ground: #f3f4f6; --mark: #2f4a6d; }
        * { box-sizing: border-box; }
        body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground); margin: 0; padding: 0 1rem; }
        main { max-width: 34rem; margin: 3rem auto; padding: 2rem 2.25rem; background: #fff; border: 1px solid var(--line); border-radius: 14px; }
        main.wide { max-width: 62rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        p { margin: .75rem 0; }
        label.field { font-weight: 600; display: block; margin: 1.25rem 0 .35rem; }
        select { width: 100%; padding: .55rem .6rem; font: inherit; border: 1px solid #b9c1cb; border-radius: 8px; background: #fff; }
        fieldset { border: 1px solid var(--line); border-radius: 10px; margin: 1.25rem 0; padding: .5rem 1rem .75rem; }
        legend { font-weight: 600; padding: 0 .35rem; }
        fieldset label { display: grid; grid-template-columns: 1.5rem 1fr auto; align-items: center; padding: .3rem 0; }
        input[type=checkbox] { width: 1.05rem; height: 1.05rem; margin: 0; accent-color: var(--mark); }
        .actions { display: flex; gap: .75rem; margin-top: 1.5rem; }
        button { font: inherit; font-weight: 600; padding: .6rem 1.5rem; border-radius: 9px; border: 1px solid #b9c1cb; background: #fff; color: var(--ink); cursor: pointer; }
        button.main { background: var(--mark); border-color: var(--mark); color: #fff; }
        button:focus-visible, select:focus-visible, input:focus-visible { outline: 3px solid #8fb3e0; outline-offset: 2px; }
        a { color: var(--mark); }
        .note { color: var(--soft); font-size: .9rem; }
        .kinds { display: flex; flex-wrap: wrap; gap: .4rem; padding: 0; list-style: none; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: .5rem 0; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        td, th { text-align: left; padding: .4rem 1rem .4rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th { color: var(--soft); font-size: .85rem; font-weight: 600; } td.number, th.number { text-align: right; }
        code { font-size: .88em; background: #eef0f3; padding: .1rem .35rem; border-radius: 5px; }
        @media (max-width: 40rem) { main { margin: 1rem auto; padding: 1.25rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
        """;

    /// <summary>Text made safe to stand in a page.</summary>
    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <summary>A whole page around a body that is HTML already.</summary>
    public static string Of(string title, string body, bool wide = false) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Encode(title)}</title><style>{Style}</style></head>
        <body><main{(wide ? " class=\"wide\"" : "")}>
        <h1>{Encode(title)}</h1>
        {body}
        </main></body>
        </html>
        """;
}
