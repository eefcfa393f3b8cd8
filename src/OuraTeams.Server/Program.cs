using OuraTeams.Server;

return args.Contains(DemoProgram.Switch)
    ? await ServerProgram.RunAsync(() => DemoProgram.RunAsync([.. args.Where(arg => arg != DemoProgram.Switch)]))
    : await ServerProgram.RunAsync(() => ServerProgram.ServeAsync(args));
