using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OuraTeams.EndToEnd;

/// <summary>Which folders of a project use which others, as its compiled assembly says. Constants are not seen: the compiler copies them.</summary>
internal sealed partial class FolderArrows
{
    private readonly Dictionary<string, string> _folders = [];
    private readonly SortedSet<(string From, string To, string Why)> _uses = [];

    private FolderArrows(string project)
    {
        string root = Path.Combine(Sources(), project);
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '/');
            foreach (Match type in Declaration().Matches(File.ReadAllText(file)))
            {
                _folders[type.Groups["name"].Value] = folder;
            }
        }
    }

    /// <summary>The uses, with the types that use each other.</summary>
    public IReadOnlyCollection<(string From, string To, string Why)> Uses => _uses;

    /// <summary>Reads a project's assembly and sources.</summary>
    public static FolderArrows Of(string project)
    {
        var arrows = new FolderArrows(project);
        using var resolver = new DefaultAssemblyResolver();
        foreach (Type type in new[] { typeof(FolderArrows), typeof(object), typeof(Microsoft.AspNetCore.Builder.WebApplication) })
        {
            resolver.AddSearchDirectory(Path.GetDirectoryName(type.Assembly.Location));
        }

        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(
            Path.Combine(AppContext.BaseDirectory, $"{project}.dll"), new ReaderParameters { AssemblyResolver = resolver });
        foreach (TypeDefinition type in assembly.MainModule.Types)
        {
            arrows.Read(type, Name(type));
        }

        return arrows;
    }

    /// <summary>Where the projects are.</summary>
    public static string Sources([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "src"));

    private static string Name(TypeReference type)
    {
        TypeReference outer = type;
        while (outer.DeclaringType is not null)
        {
            outer = outer.DeclaringType;
        }

        int arity = outer.Name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? outer.Name : outer.Name[..arity];
    }

    private void Read(TypeDefinition type, string owner)
    {
        if (!_folders.ContainsKey(owner) || (type.Namespace ?? "").StartsWith("OrleansCodeGen", StringComparison.Ordinal))
        {
            return;
        }

        Note(owner, type.BaseType);
        Note(owner, type.CustomAttributes);
        Note(owner, type.GenericParameters);
        foreach (InterfaceImplementation made in type.Interfaces)
        {
            Note(owner, made.InterfaceType);
        }

        foreach (FieldDefinition field in type.Fields)
        {
            Note(owner, field.FieldType);
            Note(owner, field.CustomAttributes);
        }

        foreach (PropertyDefinition property in type.Properties)
        {
            Note(owner, property.CustomAttributes);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            Read(owner, method);
        }

        foreach (TypeDefinition nested in type.NestedTypes)
        {
            Read(nested, owner);
        }
    }

    private void Read(string owner, MethodDefinition method)
    {
        Note(owner, method);
        Note(owner, method.CustomAttributes);
        Note(owner, method.GenericParameters);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            Note(owner, parameter.CustomAttributes);
        }

        if (!method.HasBody)
        {
            return;
        }

        foreach (VariableDefinition variable in method.Body.Variables)
        {
            Note(owner, variable.VariableType);
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    Note(owner, type);
                    break;
                case MethodReference called:
                    Note(owner, called);
                    break;
                case FieldReference field:
                    Note(owner, field.DeclaringType);
                    Note(owner, field.FieldType);
                    break;
            }
        }
    }

    private void Note(string owner, MethodReference method)
    {
        Note(owner, method.DeclaringType);
        Note(owner, method.ReturnType);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            Note(owner, parameter.ParameterType);
        }

        if (method is GenericInstanceMethod made)
        {
            foreach (TypeReference argument in made.GenericArguments)
            {
                Note(owner, argument);
            }
        }
    }

    private void Note(string owner, IEnumerable<GenericParameter> parameters)
    {
        foreach (GenericParameterConstraint constraint in parameters.SelectMany(parameter => parameter.Constraints))
        {
            Note(owner, constraint.ConstraintType);
        }
    }

    private void Note(string owner, IEnumerable<CustomAttribute> attributes)
    {
        foreach (CustomAttribute attribute in attributes)
        {
            Note(owner, attribute.AttributeType);
            foreach (CustomAttributeArgument argument in attribute.ConstructorArguments.Where(argument => argument.Value is TypeReference))
            {
                Note(owner, (TypeReference)argument.Value);
            }
        }
    }

    private void Note(string owner, TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType made:
                foreach (TypeReference argument in made.GenericArguments)
                {
                    Note(owner, argument);
                }

                Note(owner, made.ElementType);
                return;
            case TypeSpecification around:
                Note(owner, around.ElementType);
                return;
        }

        // A type of another assembly has a scope of its own, and types that the compiler or Orleans makes are in no source file.
        if (type.Scope is ModuleDefinition && _folders.TryGetValue(Name(type), out string? to) && _folders[owner] != to)
        {
            _uses.Add((_folders[owner], to, $"{owner} uses {Name(type)}"));
        }
    }

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|file|ref)\s+)*(?:class|record struct|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
