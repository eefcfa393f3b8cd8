using System.Text.Encodings.Web;

namespace OuraTeams.Sandbox;

/// <summary>The frame of the sandbox's pages.</summary>
internal static class Page
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; color: #1d2733; background: #f4f5f7; margin: 0; }
        main { max-width: 34rem; margin: 3rem auto; padding: 2rem; background: #fff; border-radius: 12px; box-shadow: 0 1px 4px #0002; }
        main.wide { max-width: 60rem; }
        h1 { font-size: 1.4rem; margin-top: 0; }
        select { width: 100%; padding: .5rem; font: inherit; }
        fieldset { border: 1px solid #d5dae0; border-radius: 8px; margin: 1rem 0; }
        label { display: block; padding: .15rem 0; }
        button { font: inherit; padding: .6rem 1.4rem; border-radius: 8px; border: 1px solid #1d2733; background: #fff; cursor: pointer; }
        button.main { background: #1d2733; color: #fff; }
        .note { color: #5b6675; font-size: .9rem; }
        table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .25rem .6rem .25rem 0; }
        code { background: #eef0f3; padding: 0 .25rem; border-radius: 4px; overflow-wrap: anywhere; }
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
