using System.Reflection;
using System.Text.RegularExpressions;
using ServerlessMcp.Records;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Repository;

/// <summary>
/// <c>internal</c> by default: public is what another project of the solution uses by its name, and what its members are made of. What is public can't be changed without
/// looking at all of them.
/// </summary>
public sealed partial class PublicTypesTests
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Of_the_product_only_what_other_projects_use() =>
        AssertNone(PublicWithoutNeed(typeof(StoredRecord).Assembly, "src/Local", "src/Functions", "src/Functions.Handler", "src/Functions.Worker", "src/Lambda", "src/TelemetryExport", "tests/EndToEnd", "tests/Hosts.Tests", "tests/Stores.Tests", "tests/Infra", "tests/Testing", "bench"));

    [Fact]
    public void Of_the_sandbox_only_what_other_projects_use() =>
        AssertNone(PublicWithoutNeed(typeof(TerraformSandbox).Assembly, "src/Local", "tests", "bench"));

    private static void AssertNone(IEnumerable<string> types) =>
        Assert.True(!types.Any(), $"No other project uses these, so they are internal:\n{string.Join('\n', types)}");

    private static IEnumerable<string> PublicWithoutNeed(Assembly assembly, params string[] projects)
    {
        var words = projects.SelectMany(project => Directory.EnumerateFiles(SourceTree.PathOf(project), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(path => Word().Matches(File.ReadAllText(path)).Select(word => word.Value))
            .ToHashSet(StringComparer.Ordinal);
        // What the compiler makes of extension members has no name that anybody could write.
        var types = assembly.GetExportedTypes().Where(type => !type.FullName!.Contains('<')).ToArray();
        var needed = new HashSet<Type>();
        var left = new Queue<Type>(types.Where(type => words.Contains(type.Name.Split('`')[0]) || Extensions(type).Any(words.Contains)));

        // These tests see what is internal, but xunit wants their methods public, with what they take.
        foreach (var type in typeof(PublicTypesTests).Assembly.GetExportedTypes().SelectMany(MadeOf).SelectMany(Parts))
        {
            left.Enqueue(type);
        }

        while (left.TryDequeue(out var type))
        {
            if (type.Assembly == assembly && needed.Add(type))
            {
                foreach (var made in MadeOf(type).SelectMany(Parts))
                {
                    left.Enqueue(made);
                }
            }
        }

        return types.Where(type => !needed.Contains(type)).Select(type => type.FullName!);
    }

    // They are called without the name of their class.
    private static IEnumerable<string> Extensions(Type type) =>
        type.GetMethods(Members).Where(method => method.IsPublic && method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute), false)).Select(method => method.Name);

    // What the language wants public beside a public type, and the type that it is nested in.
    private static IEnumerable<Type> MadeOf(Type type) =>
        type.GetMethods(Members).Where(IsSeen).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            .Concat(type.GetConstructors(Members).Where(IsSeen).SelectMany(made => made.GetParameters().Select(parameter => parameter.ParameterType)))
            .Concat(type.GetFields(Members).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(field => field.FieldType))
            .Concat(type.GetInterfaces())
            .Concat(type.GetGenericArguments().SelectMany(argument => argument.IsGenericParameter ? argument.GetGenericParameterConstraints() : []))
            .Concat(((Type?[])[type.BaseType, type.DeclaringType]).OfType<Type>());

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
