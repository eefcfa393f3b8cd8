using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace OuraTeams.EndToEnd;

/// <summary>A member's browser: keeps cookies, reads pages, fills in forms as they are.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _http;
    private readonly IBrowsingContext _pages = BrowsingContext.New();

    public Browser()
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
    }

    /// <summary>Goes to an address and wherever it leads.</summary>
    public async Task<Page> GoAsync(Uri address)
    {
        HttpResponseMessage answer = await _http.GetAsync(address);
        return await FollowAsync(address, answer);
    }

    /// <summary>Sends the page's form, with some fields changed.</summary>
    /// <param name="page">The page.</param>
    /// <param name="change">Changes the fields: adds, removes.</param>
    public async Task<Page> SubmitAsync(Page page, Action<List<KeyValuePair<string, string>>>? change = null)
    {
        IHtmlFormElement form = page.Document.QuerySelector<IHtmlFormElement>("form") ?? throw new InvalidOperationException($"No form: {page.Text}");
        var fields = new List<KeyValuePair<string, string>>();
        foreach (IElement element in form.QuerySelectorAll("input, select"))
        {
            string? name = element.GetAttribute("name");
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio" } box when name is not null:
                    if (box.IsChecked)
                    {
                        fields.Add(KeyValuePair.Create(name, box.Value));
                    }

                    break;
                case IHtmlInputElement input when name is not null:
                    fields.Add(KeyValuePair.Create(name, input.Value));
                    break;
                case IHtmlSelectElement select when name is not null:
                    fields.Add(KeyValuePair.Create(name, select.Value ?? ""));
                    break;
            }
        }

        change?.Invoke(fields);
        var action = new Uri(page.Address, form.GetAttribute("action") ?? "");
        using var content = new FormUrlEncodedContent(fields);
        HttpResponseMessage answer = await _http.PostAsync(action, content);
        return await FollowAsync(action, answer);
    }

    /// <summary>Pages that it has shown can still be read.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<Page> FollowAsync(Uri address, HttpResponseMessage answer)
    {
        while (answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther && answer.Headers.Location is { } next)
        {
            answer.Dispose();
            address = new Uri(address, next);
            answer = await _http.GetAsync(address);
        }

        string html = await answer.Content.ReadAsStringAsync();
        IDocument document = await _pages.OpenAsync(response => response.Content(html).Address(address));
        var page = new Page(address, answer.StatusCode, document, answer.Headers.ToDictionary(header => header.Key, header => string.Join(' ', header.Value)));
        answer.Dispose();
        return page;
    }
}

/// <summary>A page that a browser shows.</summary>
internal sealed record Page(Uri Address, HttpStatusCode Status, IDocument Document, IReadOnlyDictionary<string, string> Headers)
{
    public string Title => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    public string Text => Document.Body?.TextContent.Trim() ?? "";
}
