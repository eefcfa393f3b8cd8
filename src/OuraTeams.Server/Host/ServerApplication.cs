using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.Budgets;
using OuraTeams.Grains.Teams;
using OuraTeams.Grains.Webhooks;
using OuraTeams.Oura.Apps;
using OuraTeams.Server.Access;
using OuraTeams.Server.Api;
using OuraTeams.Server.Deployment;
using OuraTeams.Server.Deployment.Profiles;
using OuraTeams.Server.Host.Draining;
using OuraTeams.Server.Host.Health;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Intake;
using OuraTeams.Server.Joining;
using OuraTeams.Server.Storage;
using OuraTeams.Server.Telemetry;

namespace OuraTeams.Server.Host;

/// <summary>Puts the server together: every part is registered here and nowhere else.</summary>
internal static class ServerApplication
{
    /// <summary>Builds the server from settings: <c>appsettings.json</c>, then the environment, then arguments, then overrides.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="overrides">Settings that a host in the same process gives, the demo for one.</param>
    /// <param name="logging">Replaces where logs go.</param>
    /// <param name="clock">The time by which the server lives; null is the system's.</param>
    /// <param name="services">Adds to the services, or puts others in their place, once all are registered.</param>
    public static WebApplication Build(
        string[] args,
        IReadOnlyDictionary<string, string?>? overrides = null,
        Action<ILoggingBuilder>? logging = null,
        TimeProvider? clock = null,
        Action<IServiceCollection>? services = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (overrides is not null)
        {
            builder.Configuration.AddInMemoryCollection(overrides);
        }

        KnownSettings.Check(builder.Configuration);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        logging?.Invoke(builder.Logging);
        builder.Services.AddSingleton<Microsoft.Extensions.Options.IPostConfigureOptions<LoggerFilterOptions>, SecretLogFilter>();
        builder.Logging.AddRepeatedLines(builder.Configuration.Read<LogOptions>("Logs"));

        StorageOptions storage = builder.Configuration.Read<StorageOptions>("Storage");
        ListenOptions listen = builder.Configuration.Read<ListenOptions>("Listen");
        ClusterOptions cluster = builder.Configuration.Read<ClusterOptions>("Cluster");
        DashboardOptions dashboard = builder.Configuration.Read<DashboardOptions>("Dashboard");

        // Before any port or store is opened: with a wrong setting or key nothing must be changed.
        var profile = StorageProfiles.Of(storage, cluster, listen);
        builder.Services.AddSingleton(profile.Token(builder.Configuration.Read<AccessOptions>("Access")));
        builder.AddListening(listen, cluster);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.AddPlatform(storage, listen, profile);
        builder.AddCluster(cluster, profile, dashboard);
        builder.AddServices(cluster);
        builder.AddTelemetry(listen);
        services?.Invoke(builder.Services);

        WebApplication server = builder.Build();
        server.UseRouting();
        server.KeepPortsApart(listen);
        server.UseAdminAccess();
        server.MapHealth();
        server.MapAdmin(listen, dashboard);
        if (cluster.HasIntake)
        {
            server.MapWebhooks();
            server.MapJoining();
        }

        if (cluster.HasGateway)
        {
            server.MapServices();
        }

        return server;
    }

    private static void AddPlatform(this WebApplicationBuilder builder, StorageOptions storage, ListenOptions listen, StorageProfile profile)
    {
        builder.Services.AddSingleton(storage);
        builder.Services.AddSingleton(listen);
        builder.Services.AddOura(builder.Configuration.GetSection("Oura"));
        builder.Services.AddOptions<AccountOptions>().BindConfiguration("Accounts").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<BudgetOptions>().BindConfiguration("Budget").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<TeamOptions>().BindConfiguration("Teams").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<WebhookOptions>().BindConfiguration("Webhooks")
            .PostConfigure(options => options.PublicUrl ??= new Uri($"http://127.0.0.1:{listen.HttpPort}"))
            .ValidateDataAnnotations()
            .Validate(options => options.PublicUrl is { IsAbsoluteUri: true, Scheme: "http" or "https" }, "Webhooks:PublicUrl must be an absolute http or https address.")
            .ValidateOnStart();
        builder.Services.AddSingleton(profile);
        builder.Services.AddSingleton(profile.Master);
        builder.Services.Configure<KeyManagementOptions>(keys => keys.XmlEncryptor = new SealedXmlEncryptor(profile.Master));
        profile.AddServices(builder.Services);
        builder.Services.AddDataProtection().SetApplicationName("ourateams");
    }

    private static void AddServices(this WebApplicationBuilder builder, ClusterOptions cluster)
    {
        builder.Services.AddSingleton<ServerAddresses>();
        builder.Services.AddSingleton<AccessCheck>();
        builder.Services.AddSingleton<GrantRevoker>();
        builder.Services.AddSingleton<RingConnector>();
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService<DrainService>();
        builder.Services.AddHealth(cluster);
        if (cluster.HasIntake)
        {
            builder.Services.AddSingleton<WebhookIntake>();
            builder.Services.AddSingleton<JoinTickets>();
        }

        if (cluster.HasGateway)
        {
            builder.Services.AddSingleton<PersonalTokenConnector>();
            builder.Services.AddSingleton<AccountLister>();
            builder.Services.AddSingleton<TeamRemover>();
            builder.Services.AddSingleton<PageTokens>();
            builder.Services.AddGrpc()
                .AddServiceOptions<OrganizationGrpcService>(Intercept)
                .AddServiceOptions<TeamGrpcService>(Intercept)
                .AddServiceOptions<FleetGrpcService>(Intercept)
                .AddServiceOptions<MetricsGrpcService>(Intercept)
                .AddServiceOptions<QueueGrpcService>(Intercept);
            builder.Services.AddGrpcReflection();
        }

        if (cluster.HasGrains)
        {
            builder.Services.AddHostedService<SubscriptionService>();
            builder.Services.AddSingleton<IRouteDeadLetters, RouteDeadLetters>();
        }
    }

    private static void Intercept<TService>(Grpc.AspNetCore.Server.GrpcServiceOptions<TService> service)
        where TService : class
    {
        service.Interceptors.Add<DrainInterceptor>();
        service.Interceptors.Add<CallInterceptor>();
    }

    private static void MapServices(this WebApplication server)
    {
        server.MapGrpcService<OrganizationGrpcService>();
        server.MapGrpcService<TeamGrpcService>();
        server.MapGrpcService<MetricsGrpcService>();
        server.MapGrpcService<FleetGrpcService>();
        server.MapGrpcService<QueueGrpcService>();
        server.MapGrpcReflectionService();
        server.MapGrpcHealthChecksService();
    }
}
