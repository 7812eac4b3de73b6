using System.Globalization;
using System.Text;

namespace Kairos.Cli.Rest;

/// <summary>A path with the query parameters that are given.</summary>
internal sealed class QueryText(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _mark = '?';

    public QueryText With(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_mark).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _mark = '&';
        }

        return this;
    }

    public QueryText With(string name, int? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
