using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Kairos.Playground.Pages;

/// <summary>Style, script and icon, out of the assembly: the host needs no files beside it.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class Assets
{
    private readonly FrozenDictionary<string, Asset> _assets = new[]
    {
        Load("venue.css", "text/css; charset=utf-8"),
        Load("venue.js", "text/javascript; charset=utf-8"),
        Load("icon.svg", "image/svg+xml"),
    }.ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/assets/{name}", (string name, Assets assets, HttpContext context) => assets.Serve(name, context));

    private static Asset Load(string name, string type)
    {
        var resource = $"{typeof(Assets).Assembly.GetName().Name}.Assets.{name}";
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded: keep Assets/** an EmbeddedResource of the project.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var bytes = memory.ToArray();
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"";
        return new Asset(name, type, bytes, new EntityTagHeaderValue(tag));
    }

    private IResult Serve(string name, HttpContext context)
    {
        if (!_assets.TryGetValue(name, out var asset))
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(asset.Bytes, asset.Type, entityTag: asset.Tag);
    }

    private sealed record Asset(string Name, string Type, byte[] Bytes, EntityTagHeaderValue Tag);
}
