using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orleans.Dashboard;
using OuraTeams.Grains;
using OuraTeams.Oura;

namespace OuraTeams.Server;

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

        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        logging?.Invoke(builder.Logging);
        builder.Services.AddSingleton<Microsoft.Extensions.Options.IPostConfigureOptions<LoggerFilterOptions>, SecretLogs>();

        StorageOptions storage = Read<StorageOptions>(builder.Configuration, "Storage");
        ListenOptions listen = Read<ListenOptions>(builder.Configuration, "Listen");
        DashboardSettings dashboard = Read<DashboardSettings>(builder.Configuration, "Dashboard");
        builder.AddListening(listen);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.AddPlatform(storage, listen, dashboard);
        builder.AddServices(storage);
        builder.AddTelemetry(listen);
        services?.Invoke(builder.Services);

        WebApplication server = builder.Build();
        server.UseRouting();
        server.KeepPortsApart(listen);
        server.UseAdminAccess();
        server.MapWebhooks();
        server.MapJoining();
        server.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        server.MapHealthChecks("/health/ready");
        server.MapServices();
        server.MapAdmin(listen, dashboard);
        return server;
    }

    private static T Read<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        try
        {
            T options = configuration.GetSection(section).Get<T>() ?? new T();
            var problems = new List<System.ComponentModel.DataAnnotations.ValidationResult>();
            return System.ComponentModel.DataAnnotations.Validator.TryValidateObject(options, new(options), problems, validateAllProperties: true)
                ? options
                : throw new SettingsException(string.Join(' ', problems.Select(problem => $"{section}:{problem.MemberNames.First()}: {problem.ErrorMessage}")));
        }
        catch (InvalidOperationException error)
        {
            throw new SettingsException($"{error.Message}", error);
        }
    }

    private static void AddListening(this WebApplicationBuilder builder, ListenOptions listen)
    {
        if (!IPAddress.TryParse(listen.Address, out IPAddress? address))
        {
            throw new SettingsException("Listen:Address must be an IP address, 0.0.0.0 for all.");
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024;
            kestrel.Listen(address, listen.HttpPort, port => port.Protocols = HttpProtocols.Http1);
            kestrel.Listen(address, listen.GrpcPort, port => port.Protocols = HttpProtocols.Http2);
            if (listen.AdminPort != 0)
            {
                kestrel.Listen(address, listen.AdminPort, port => port.Protocols = HttpProtocols.Http1);
            }
        });
    }

    private static void AddPlatform(this WebApplicationBuilder builder, StorageOptions storage, ListenOptions listen, DashboardSettings dashboard)
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

        // Before anything listens or opens a store: a wrong key must harm nothing.
        DataFolder.Ensure(storage);
        var master = MasterKey.Load(storage);
        builder.Services.AddSingleton(master);
        builder.UseOrleans(silo =>
        {
            silo.AddActivityPropagation();
            silo.AddEmbeddedStorage(storage, master, listen);
            if (dashboard.Enabled)
            {
                silo.AddDashboard(pages => pages.HideTrace = true);
            }
        });
    }

    private static void AddServices(this WebApplicationBuilder builder, StorageOptions storage)
    {
        builder.Services.AddDataProtection()
            .SetApplicationName("ourateams")
            .PersistKeysToFileSystem(new DirectoryInfo(storage.PathOf("keys")));
        builder.Services.AddSingleton(new DevelopmentToken(storage));
        builder.Services.AddSingleton<AdminAccess>();
        builder.Services.AddSingleton<ServerAddresses>();
        builder.Services.AddSingleton<WebhookIntake>();
        builder.Services.AddSingleton<JoinTickets>();
        builder.Services.AddSingleton<RingConnector>();
        builder.Services.AddSingleton<PersonalTokenConnector>();
        builder.Services.AddSingleton<AccountLister>();
        builder.Services.AddHealthChecks().AddCheck<SiloHealthCheck>("silo");
        builder.Services.AddGrpc()
            .AddServiceOptions<OrganizationGrpcService>(service => service.Interceptors.Add<CallInterceptor>())
            .AddServiceOptions<TeamGrpcService>(service => service.Interceptors.Add<CallInterceptor>())
            .AddServiceOptions<FleetGrpcService>(service => service.Interceptors.Add<CallInterceptor>())
            .AddServiceOptions<MetricsGrpcService>(service => service.Interceptors.Add<CallInterceptor>());
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        builder.Services.AddHostedService<SubscriptionService>();
        builder.Services.AddHostedService<SweepService>();
    }

    private static void MapServices(this WebApplication server)
    {
        server.MapGrpcService<OrganizationGrpcService>();
        server.MapGrpcService<TeamGrpcService>();
        server.MapGrpcService<MetricsGrpcService>();
        server.MapGrpcService<FleetGrpcService>();
        server.MapGrpcReflectionService();
        server.MapGrpcHealthChecksService();
    }

    /// <summary>Each port answers what it is for, and nothing else: what is meant for the outside is on the HTTP port.</summary>
    private static void KeepPortsApart(this WebApplication server, ListenOptions listen) => server.Use((http, next) =>
    {
        EndpointMetadataCollection? endpoint = http.GetEndpoint()?.Metadata;
        int port = endpoint?.GetMetadata<Grpc.AspNetCore.Server.GrpcMethodMetadata>() is not null ? listen.GrpcPort
            : endpoint?.GetMetadata<AdminEndpoint>() is not null ? listen.AdminPort
            : listen.HttpPort;
        if (endpoint is not null && http.Connection.LocalPort != port)
        {
            http.SetEndpoint(null);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(http);
    });
}
