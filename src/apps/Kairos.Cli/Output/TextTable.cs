using Spectre.Console;

namespace Kairos.Cli.Output;

/// <summary>Rows under headers, for people. Cells are shown as they are, never read as markup.</summary>
internal sealed class TextTable
{
    private readonly Table _table = new Table().NoBorder();

    public TextTable(params ReadOnlySpan<string> headers)
    {
        foreach (string header in headers)
        {
            _table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))).Padding(0, 0, 2, 0));
        }
    }

    public void Add(params IEnumerable<string?> cells) => _table.AddRow(cells.Select(static cell => new Text(PlainText.Of(cell))));

    /// <summary>Writes the table, or <paramref name="whenEmpty"/> in its place when it has no row.</summary>
    public void Write(CliConsole console, string whenEmpty)
    {
        if (_table.Rows.Count == 0)
        {
            console.Out.WriteLine(whenEmpty);
            return;
        }

        Screen.Of(console).Write(_table);
    }
}
