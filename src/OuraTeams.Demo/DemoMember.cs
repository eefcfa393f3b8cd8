using System.Net;
using OuraTeams.Sandbox;

namespace OuraTeams.Demo;

/// <summary>A member in front of a browser: opens the join link, reads on, consents at Oura, comes back.</summary>
internal static class DemoMember
{
    /// <summary>Goes the whole way.</summary>
    /// <exception cref="InvalidOperationException">A page was not the expected one.</exception>
    public static async Task JoinAsync(Uri joinLink, SandboxMember person, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler);
        using (HttpResponseMessage page = await browser.GetAsync(joinLink, cancellation))
        {
            Expect(page, HttpStatusCode.OK, "the consent page");
        }

        using HttpResponseMessage sent = await browser.PostAsync(joinLink, null, cancellation);
        Expect(sent, HttpStatusCode.Redirect, "the way to Oura");
        Uri authorize = sent.Headers.Location!;
        using (HttpResponseMessage page = await browser.GetAsync(authorize, cancellation))
        {
            Expect(page, HttpStatusCode.OK, "Oura's consent page");
        }

        // Oura's form: what the address asked for, the member who signs in, the scopes that stay ticked.
        var form = System.Web.HttpUtility.ParseQueryString(authorize.Query);
        var fields = form.AllKeys.Where(key => key is not null and not "scope").Select(key => KeyValuePair.Create(key!, form[key]!)).ToList();
        fields.AddRange(form["scope"]!.Split(' ').Select(scope => KeyValuePair.Create("scope", scope)));
        fields.Add(KeyValuePair.Create("member", person.Id));
        fields.Add(KeyValuePair.Create("decision", "allow"));
        using var consent = new FormUrlEncodedContent(fields);
        using HttpResponseMessage back = await browser.PostAsync(new UriBuilder(authorize) { Query = "" }.Uri, consent, cancellation);
        Expect(back, HttpStatusCode.Redirect, "the way back");
        using HttpResponseMessage done = await browser.GetAsync(back.Headers.Location, cancellation);
        Expect(done, HttpStatusCode.OK, "the page that says that the ring is connected");
    }

    private static void Expect(HttpResponseMessage answer, HttpStatusCode status, string what)
    {
        bool right = answer.StatusCode == status || (status == HttpStatusCode.Redirect && answer.StatusCode == HttpStatusCode.SeeOther);
        if (!right)
        {
            throw new InvalidOperationException($"Instead of {what} came {(int)answer.StatusCode}.");
        }
    }
}
