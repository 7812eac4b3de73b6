using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>Names of what Kairos installs: <c>kairos_mapping_role_hash</c>, at most 63 characters.</summary>
/// <remarks>
/// The hash is of the object's own SQL: an object of that name is done, and what a mapping of other columns or an older Kairos
/// installed is known to be out of date by its name alone.
/// </remarks>
internal sealed class ObjectNames(string mapping)
{
    internal const string Due = "due";
    internal const string Keys = "keys";
    internal const string Now = "now";
    internal const string Insert = "insert";
    internal const string Edit = "edit";
    internal const string Delete = "delete";
    internal const string Status = "status";
    internal const string Report = "report";
    internal const string Schedule = "schedule";

    private const int HashLength = 8;

    // What "kairos_", the longest role, the hash and two "_" leave of the longest name.
    private const int MostOfMapping = SqlName.MostBytes - 7 - 8 - HashLength - 2;

    private readonly string _stem = Stem(mapping);

    /// <summary>The name of an object with this role and SQL.</summary>
    internal string Of(string role, string sql) => $"kairos_{_stem}_{role}_{Hash(sql)}";

    /// <summary>Whether a name is of this mapping, whatever its SQL was.</summary>
    internal bool IsOurs(string name) => IsOf(name, $"kairos_{Regex.Escape(_stem)}_[a-z]+");

    /// <summary>An index on the column of a join belongs to the table: two mappings of it share one.</summary>
    internal static string OfJoin(string sql) => $"kairos_by_{Hash(sql)}";

    /// <summary>Whether it is such an index.</summary>
    internal static bool IsJoin(string name) => IsOf(name, "kairos_by");

    /// <summary>Whether it is the index of what is due, of any mapping.</summary>
    internal static bool IsDue(string name) => IsOf(name, "kairos_[a-z0-9_]+_due");

    private static string Stem(string mapping) => mapping.Length <= MostOfMapping && !mapping.Contains('-', StringComparison.Ordinal)
        ? mapping
        : $"{mapping.Replace('-', '_')[..Math.Min(mapping.Length, MostOfMapping - HashLength - 1)]}_{Hash(mapping)}";

    private static bool IsOf(string name, string stem) =>
        Regex.IsMatch(name, $@"^{stem}_[0-9a-f]{{{HashLength}}}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
}
