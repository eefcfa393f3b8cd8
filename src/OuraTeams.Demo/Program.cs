using OuraTeams.Demo;
using OuraTeams.Server;

return await ServerProgram.RunAsync(() => DemoProgram.RunAsync(args));
