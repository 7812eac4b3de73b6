using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Kairos.Server.Pages;

/// <summary>Style, script and icon of the pages, out of the assembly: whatever program hosts the server needs no files beside it.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal static class Assets
{
    private static readonly FrozenDictionary<string, Asset> s_all = new[]
    {
        Load("kairos.css", "text/css; charset=utf-8"),
        Load("live.js", "text/javascript; charset=utf-8"),
        Load("icon.svg", "image/svg+xml"),
    }.ToFrozenDictionary(static asset => asset.Name, StringComparer.Ordinal);

    internal static void MapAssets(this IEndpointRouteBuilder app) => app.MapGet("/assets/{name}", Serve).ExcludeFromDescription();

    private static IResult Serve(string name, HttpContext context)
    {
        if (!s_all.TryGetValue(name, out Asset? asset))
        {
            return TypedResults.NotFound();
        }

        // Asked for each time, and answered with 304 as long as this build runs.
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(asset.Bytes, asset.Type, entityTag: asset.Tag);
    }

    private static Asset Load(string name, string type)
    {
        string resource = $"{typeof(Assets).Assembly.GetName().Name}.Assets.{name}";
        using Stream stream = typeof(Assets).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded: keep Assets/** an EmbeddedResource of the project.");
        using MemoryStream memory = new();
        stream.CopyTo(memory);
        byte[] bytes = memory.ToArray();
        return new Asset(name, type, bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\""));
    }

    private sealed record Asset(string Name, string Type, byte[] Bytes, EntityTagHeaderValue Tag);
}
