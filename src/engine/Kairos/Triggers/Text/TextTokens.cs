using System.Text;

namespace Kairos.Triggers.Text;

/// <summary>Cuts the text form of a trigger into words and quoted texts.</summary>
internal sealed class TextTokens
{
    private readonly List<Token> _tokens = [];
    private readonly int _length;
    private int _at;

    /// <exception cref="TriggerFormatException">A quotation is not closed.</exception>
    internal TextTokens(string text)
    {
        _length = text.Length;
        for (int i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
            }
            else if (text[i] == '"')
            {
                i = Quoted(text, i);
            }
            else
            {
                int start = i;
                while (i < text.Length && !char.IsWhiteSpace(text[i]))
                {
                    i++;
                }

                _tokens.Add(new Token(text[start..i], start, IsQuoted: false));
            }
        }
    }

    internal bool IsAtEnd => _at == _tokens.Count;

    /// <summary>Where the next token begins, for faults.</summary>
    internal int Position => IsAtEnd ? _length : _tokens[_at].Position;

    /// <summary>What stands next, for faults.</summary>
    internal string Shown => IsAtEnd ? "the end" : $"'{_tokens[_at].Text}'";

    /// <summary>Takes a word of the grammar, if it stands next.</summary>
    internal bool Accept(string word)
    {
        bool stands = !IsAtEnd && !_tokens[_at].IsQuoted && _tokens[_at].Text.Equals(word, StringComparison.OrdinalIgnoreCase);
        _at += stands ? 1 : 0;
        return stands;
    }

    /// <summary>Takes whatever stands next; what ends with a comma goes on.</summary>
    /// <param name="what">What is expected, for a fault.</param>
    /// <exception cref="TriggerFormatException">Nothing stands next.</exception>
    internal string Take(string what)
    {
        if (IsAtEnd)
        {
            throw Fail(Position, $"{what} is missing at the end.");
        }

        Token token = _tokens[_at++];
        string text = token.Text;
        while (!token.IsQuoted && text.EndsWith(',') && !IsAtEnd)
        {
            text += _tokens[_at++].Text;
        }

        return text;
    }

    /// <summary>Where the token taken last begins.</summary>
    internal int LastPosition => _tokens[_at - 1].Position + (_tokens[_at - 1].IsQuoted ? 1 : 0);

    internal static TriggerFormatException Fail(int position, string message) => new(new TriggerFault("expression", position, message));

    private int Quoted(string text, int start)
    {
        StringBuilder content = new();
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                _tokens.Add(new Token(content.ToString(), start, IsQuoted: true));
                return i + 1;
            }

            // A backslash takes the next character as it is.
            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            content.Append(text[i]);
        }

        throw Fail(start, "A quotation is not closed: write \" at its end.");
    }

    private readonly record struct Token(string Text, int Position, bool IsQuoted);
}
