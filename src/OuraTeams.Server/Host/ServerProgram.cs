using Microsoft.Extensions.Options;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Storage;

namespace OuraTeams.Server.Host;

/// <summary>Runs the server, and says in one sentence why it could not start.</summary>
internal static class ServerProgram
{
    private const int Failed = 1;

    /// <summary>Runs a program; a wrong setting ends it with a sentence instead of a stack trace.</summary>
    public static async Task<int> RunAsync(Func<Task> program)
    {
        try
        {
            await program();
            return 0;
        }
        catch (Exception error) when (Sentence(error) is { } sentence)
        {
            await Console.Error.WriteLineAsync($"ourateams did not start: {sentence}");
            return Failed;
        }
    }

    /// <summary>Runs the platform until it is asked to stop.</summary>
    public static async Task ServeAsync(string[] args)
    {
        if (args.Contains("--demo", StringComparer.Ordinal))
        {
            throw new SettingsException("The demo is another program: dotnet run --project src/OuraTeams.Demo.");
        }

        await using WebApplication server = ServerApplication.Build(args);
        try
        {
            await server.StartAsync();
        }
        catch (OperationCanceledException) when (server.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The process was asked to stop before the start was complete.
            return;
        }

        ServerAddresses addresses = server.Services.GetRequiredService<ServerAddresses>();
        foreach (string line in addresses.Lines())
        {
            Console.WriteLine(line);
        }

        await server.WaitForShutdownAsync();
    }

    private static string? Sentence(Exception error) => error switch
    {
        OptionsValidationException wrong => string.Join(' ', wrong.Failures),
        StorageException or SettingsException => error.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{error.Message} Set Listen:HttpPort, Listen:GrpcPort or Listen:AdminPort.",
        OrleansException or AggregateException when error.InnerException is { } inner => Sentence(inner),
        _ => null,
    };
}
