using OuraTeams.Demo;
using OuraTeams.Server.Host;

return await ServerProgram.RunAsync(() => DemoProgram.RunAsync(args));
