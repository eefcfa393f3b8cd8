using OuraTeams.Sandbox;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
try
{
    // Alone it lives; inside another process its host says so.
    var options = new SandboxOptions { DailyLife = true };
    configuration.GetSection(SandboxOptions.Section).Bind(options);
    await using var sandbox = await OuraSandbox.StartAsync(
        options, TimeProvider.System, builder => builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Microsoft", LogLevel.Warning), CancellationToken.None);
    await sandbox.WaitForShutdownAsync();
    return 0;
}
catch (Exception refused) when (refused is ArgumentException or InvalidOperationException or InvalidDataException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
