using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kairos.Cli.Rest;

/// <summary>What the server answered: its document as it came, read as <typeparamref name="T"/> only when somebody asks.</summary>
/// <remarks>Programs get the document, so that members which this version does not know reach them too.</remarks>
internal sealed class Answer<T>(JsonElement document, JsonTypeInfo<T> type)
{
    public JsonElement Document { get; } = document;

    /// <exception cref="CliFailure">The document lacks what the contract promises.</exception>
    public T Read()
    {
        try
        {
            return Document.Deserialize(type) ?? throw new JsonException("The document is null.");
        }
        catch (JsonException e)
        {
            throw new CliFailure(
                $"the server's answer is not understood: {e.Message}",
                "see with `kairos version` that both sides are of the same version; --json shows the document as it is",
                inner: e);
        }
    }
}
