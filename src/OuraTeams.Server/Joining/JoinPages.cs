using System.Net;

namespace OuraTeams.Server.Joining;

/// <summary>The pages that a member sees while connecting their ring. Plain HTML without scripts.</summary>
internal static class JoinPages
{
    /// <summary>Sent with every page: nothing may be loaded, framed or cached.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

    private const string Style = """
        :root { color-scheme: light dark; --ink: #16202b; --soft: #5a6978; --line: #d8dee5; --paper: #fff; --back: #f3f5f7; --accent: #1f5fbf; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #9aa8b6; --line: #33404d; --paper: #1a222b; --back: #11171d; --accent: #6aa3f0; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { width: 100%; max-width: 34rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 2rem; }
        h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 1rem; }
        h2 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
        p, ul { margin: .5rem 0; } ul { padding-left: 1.2rem; }
        .soft { color: var(--soft); font-size: .925rem; }
        button { margin-top: 1.5rem; width: 100%; padding: .8rem 1rem; border: 0; border-radius: 8px; background: var(--accent); color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
        @media (prefers-color-scheme: dark) { button { color: #10161c; } }
        button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
        """;

    /// <summary>Asks for consent.</summary>
    public static string Consent(string organization, string team, string member) => Page(
        $"Connect your ring to {organization}",
        $"""
        <p>Hello {Text(member)}. <b>{Text(organization)}</b> invites you to connect your Oura Ring to the team <b>{Text(team)}</b>.</p>
        <h2>What is read</h2>
        <p>Your sleep, readiness and activity, and, unless you leave them out on Oura's next page, your stress and resilience, blood oxygen, cardiovascular age, VO2 max, workouts and sessions: of the last months and from now on.</p>
        <h2>What others see</h2>
        <p>Figures of the whole team, such as its average sleep. Your data is stored encrypted.</p>
        <h2>What is not done</h2>
        <p>Your Oura password is never seen here: you sign in on Oura's own page.</p>
        <form method="post"><button type="submit">Continue to Oura</button></form>
        <p class="soft">You can withdraw at any time in your Oura account, under connected apps.</p>
        """);

    /// <summary>The ring is connected.</summary>
    public static string Connected(string organization, string team) => Page(
        "Your ring is connected",
        $"<p>Your days now count in the figures of the team <b>{Text(team)}</b> of <b>{Text(organization)}</b>. You can close this page.</p>");

    /// <summary>Something else came of it.</summary>
    public static string Notice(string title, string sentence) => Page(title, $"<p>{Text(sentence)}</p>");

    private static string Page(string title, string content) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Text(title)}</title><style>{Style}</style></head>
        <body><main><h1>{Text(title)}</h1>{content}</main></body>
        </html>
        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
