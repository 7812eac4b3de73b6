using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Kairos.Playground.Pages;

/// <summary>A piece of markup. Made from interpolated text, whose holes are encoded unless they are markup themselves.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class Html
{
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    public static Html None { get; } = new("");

    public static Html Of(HtmlText text) => new(text.Finish());

    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> draw)
    {
        var all = new StringBuilder();
        foreach (var item in items)
        {
            all.Append(draw(item)._markup);
        }

        return new Html(all.ToString());
    }

    public static Html When(bool shown, Func<Html> draw) => shown ? draw() : None;

    public override string ToString() => _markup;
}

/// <summary>Writes interpolated markup: literals as they are, holes encoded for text and for attributes in double quotes.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlText(int literalLength, int holes)
{
    // Chinese stays readable in the source of the page; what is special in HTML is always encoded.
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new(literalLength + (holes * 16));

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(Html markup) => _text.Append(markup.ToString());

    public void AppendFormatted(string? text) => _text.Append(s_encoder.Encode(text ?? ""));

    public void AppendFormatted<T>(T value, string? format = null)
        where T : struct, IFormattable =>
        AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    internal string Finish() => _text.ToString();
}
