using OuraTeams.Sandbox.Disturbances;
using OuraTeams.Sandbox.Limits;
using OuraTeams.Sandbox.OAuth;
using OuraTeams.Sandbox.State;
using OuraTeams.Sandbox.Webhooks;

namespace OuraTeams.Sandbox;

/// <summary>A running stand-in for Oura Cloud API v2.</summary>
public sealed class OuraSandbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Journal _journal;
    private readonly Receiver _receiver;
    private readonly DailyLife _life;
    private readonly PersonalTokens _personalTokens;
    private readonly GrantStore _grants;
    private readonly CancellationTokenSource _stopping;
    private int _disposed;

    private OuraSandbox(
        WebApplication app, Journal journal, Receiver receiver, DailyLife life, PersonalTokens personalTokens, CancellationTokenSource stopping, SandboxOptions options, World world, WebhookDeliveries webhooks, RequestLog requests, GrantStore grants, Faults faults)
    {
        _app = app;
        _journal = journal;
        _receiver = receiver;
        _life = life;
        _personalTokens = personalTokens;
        _stopping = stopping;
        Options = options;
        World = world;
        Webhooks = webhooks;
        Requests = requests;
        _grants = grants;
        Faults = faults;
        Address = new Uri(app.Urls.First());
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:34567/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The settings it was started with.</summary>
    public SandboxOptions Options { get; }

    /// <summary>Its members and their documents.</summary>
    public World World { get; }

    /// <summary>Its webhook deliveries.</summary>
    public WebhookDeliveries Webhooks { get; }

    /// <summary>How many data requests came.</summary>
    public RequestLog Requests { get; }

    /// <summary>How many tokens were refreshed.</summary>
    public RefreshLog Refreshes => _grants.Refreshes;

    /// <summary>What goes wrong at the moment.</summary>
    public Faults Faults { get; }

    /// <summary>
    /// The time of the world up to which the members have done what was due, where <see cref="SandboxOptions.DailyLife"/>
    /// is set.
    /// </summary>
    public DateTimeOffset LivedThrough => _life.LivedThrough;

    /// <summary>Whether a member has allowed the app anything that is not revoked.</summary>
    public bool HasGrant(string memberId) => _grants.HasGrant(memberId);

    /// <summary>Takes scopes back of what a member has allowed the app. The app is told by the answer to its next refresh.</summary>
    public void NarrowGrants(string memberId, IReadOnlyCollection<string> withdrawn) => _grants.Narrow(memberId, withdrawn);

    /// <summary>Ends one of <see cref="SandboxOptions.PersonalAccessTokens"/>, as its member can at Oura.</summary>
    public void WithdrawPersonalToken(string token) => _personalTokens.Withdraw(token);

    /// <summary>Starts a sandbox in this process; it reads no configuration and logs nothing.</summary>
    /// <param name="options">The settings; they must not change afterwards.</param>
    /// <param name="clock">The time by which it lives; null is the system's.</param>
    /// <param name="cancellation">Cancels the start.</param>
    /// <exception cref="ArgumentException">A setting can't be used; the message names it.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static Task<OuraSandbox> StartAsync(SandboxOptions options, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return StartAsync(options, clock ?? TimeProvider.System, builder => builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>(), cancellation);
    }

    /// <summary>Stops it: what is queued is cancelled, the journal is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _app.StopAsync();
        await Webhooks.WhenIdleAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _receiver.Dispose();
        _journal.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Starts a sandbox in a host that the caller adds to.</summary>
    internal static async Task<OuraSandbox> StartAsync(
        SandboxOptions options, TimeProvider clock, Action<WebApplicationBuilder> add, CancellationToken cancellation)
    {
        options.Validate();
        var journal = new Journal(options.StateFolder);
        var state = new WorldState(options, clock, journal);
        var grants = new GrantStore(options, clock, journal);
        var subscriptions = new SubscriptionStore(clock, journal);
        var world = new World(options, clock, state);
        journal.Begin([.. state.Snapshot(), .. grants.Snapshot(), .. subscriptions.Snapshot()]);

        // The empty builder: the settings of the process that hosts the sandbox are none of the sandbox's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        add(builder);
        var stopping = new CancellationTokenSource();
        var receiver = new Receiver(options, clock);
        var faults = new Faults(options.Seed);
        WebhookDeliveries? webhooks = null;
        builder.Services.AddHostedService(_ => new LiveSimulation(options, clock, world, grants, webhooks!));
        DailyLife? life = null;
        builder.Services.AddHostedService(_ => life!);
        var app = builder.Build();
        webhooks = new WebhookDeliveries(options, clock, grants, subscriptions, receiver, faults, app.Logger, stopping.Token);
        life = new DailyLife(options, clock, world, grants, webhooks);
        var requests = new RequestLog();
        app.Use(new FaultInjection(faults, clock, stopping.Token).InvokeAsync);
        app.UseRouting();
        if (options.AdminRoutes)
        {
            new AdminEndpoints(faults, requests).Map(app);
        }

        var personalTokens = new PersonalTokens(options, world);
        Routes.Map(app, options, world, grants, personalTokens, new RateLimits(options, clock, requests), new SubscriptionEndpoints(options, clock, subscriptions, receiver));
        app.Urls.Add(options.Url);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch
        {
            await app.DisposeAsync();
            receiver.Dispose();
            journal.Dispose();
            stopping.Dispose();
            throw;
        }

        var sandbox = new OuraSandbox(app, journal, receiver, life, personalTokens, stopping, options, world, webhooks, requests, grants, faults);
        Log.Started(app.Logger, sandbox.Address, world.Members.Count, options.Seed);
        return sandbox;
    }

    /// <summary>Completes when the process is told to stop.</summary>
    internal Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Leaves the signals of the process to the process.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
