using ProcessProxy.Server;

return await CommandLine.Create().Parse(args).InvokeAsync();
