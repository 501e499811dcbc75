using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Proxy.StaticFiles;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.StaticFiles;

public class UnreadableFileTests
{
    [Theory]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(FileNotFoundException))]
    public async Task A_file_that_is_there_and_cannot_be_read_is_404_and_nothing_of_it_is_left_in_the_answer(Type type)
    {
        var failure = (Exception)Activator.CreateInstance(type, "No.")!;
        var messages = new Messages();
        await using var app = WebApplication.CreateSlimBuilder().Build();
        var spec = new StaticFilesSpec { Folder = "/nowhere" };
        var endpoint = new StaticFilesEndpoint(spec, new FailingFiles(failure), new OutgoingAllowance(10, TimeProvider.System), app.Services, messages);
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Method = "GET" }, Response = { Body = body } };
        Assert.True(RequestTarget.TryParse("/a.html", out var target));
        RoutedRequest.Set(context.Features, target, new Route(new() { Action = spec }, Unanswered.Pipeline));

        await endpoint.InvokeAsync(context);
        Assert.Equal((int)HttpStatusCode.NotFound, context.Response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", context.Response.ContentType);
        Assert.Equal(body.Length, context.Response.ContentLength);
        Assert.False(context.Response.Headers.ContainsKey("ETag"));
        Assert.Equal(failure is FileNotFoundException ? [] : [$"/a.html of the route */ could not be read: {failure.Message}"], messages.All);
    }

    private sealed class FailingFiles(Exception failure) : IFileProvider, IFileInfo
    {
        public bool Exists => true;

        public long Length => 100;

        public string? PhysicalPath => null;

        public string Name => "a.html";

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public bool IsDirectory => false;

        public Stream CreateReadStream() => throw failure;

        public IFileInfo GetFileInfo(string subpath) => subpath == "/a.html" ? this : new NotFoundFileInfo(subpath);

        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
    }
}
