using OuraTeams.Server;

return await ServerProgram.RunAsync(() => ServerProgram.ServeAsync(args));
