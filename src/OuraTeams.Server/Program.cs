using OuraTeams.Server.Host;

return await ServerProgram.RunAsync(() => ServerProgram.ServeAsync(args));
