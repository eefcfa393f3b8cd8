using System.Collections.Concurrent;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OuraTeams.EndToEnd;

/// <summary>Stands between the server and Oura, hands everything through, and notes each secret that goes by.</summary>
internal sealed class Wiretap : IAsyncDisposable
{
    private static readonly string[] SecretFields = ["access_token", "refresh_token", "code", "code_verifier", "client_secret"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly ConcurrentDictionary<string, bool> _secrets = new(StringComparer.Ordinal);
    private readonly Uri _oura;
    private readonly WebApplication _app;

    private Wiretap(WebApplication app, Uri oura)
    {
        _app = app;
        _oura = oura;
    }

    public Uri Address { get; private set; } = null!;

    public ICollection<string> Secrets => _secrets.Keys;

    public static async Task<Wiretap> StartAsync(Uri oura)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var tap = new Wiretap(app, oura);
        app.Run(tap.PassAsync);
        await app.StartAsync();
        tap.Address = new Uri(app.Urls.First());
        return tap;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_oura, context.Request.Path + context.Request.QueryString));
        request.Content = new ByteArrayContent(memory.ToArray());
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in context.Request.Headers.Where(header => header.Key is not ("Host" or "Content-Length")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
            }
        }

        Note(context.Request.Headers["x-client-secret"]);
        Note(context.Request.Headers.Authorization.ToString().Split(' ')[^1]);
        NoteForm(context.Request.QueryString.Value);
        NoteForm(System.Text.Encoding.UTF8.GetString(memory.ToArray()));
        using HttpResponseMessage answer = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach ((string name, IEnumerable<string> values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Content-Length")))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        byte[] body;
        try
        {
            body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            // Broken off there, broken off here.
            context.Abort();
            return;
        }

        NoteTokens(context.Request.Path, body);
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private void NoteTokens(PathString path, byte[] body)
    {
        if (path.StartsWithSegments("/oauth/token") && body.Length > 0 && body[0] == '{')
        {
            using JsonDocument json = JsonDocument.Parse(body);
            foreach (string field in SecretFields.Where(field => json.RootElement.TryGetProperty(field, out _)))
            {
                Note(json.RootElement.GetProperty(field).GetString());
            }
        }
    }

    private void NoteForm(string? form)
    {
        System.Collections.Specialized.NameValueCollection fields = HttpUtility.ParseQueryString(form ?? "");
        foreach (string field in SecretFields)
        {
            Note(fields[field]);
        }
    }

    private void Note(string? secret)
    {
        if (!string.IsNullOrEmpty(secret))
        {
            _secrets[secret] = true;
        }
    }
}
