using OuraTeams.Sandbox;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
try
{
    var options = configuration.GetSection(SandboxOptions.Section).Get<SandboxOptions>() ?? new SandboxOptions();
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
