using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OuraTeams.Mutants;

/// <summary>
/// Rewrites a file so that it holds all its mutants at once, each behind a switch: <c>a &lt; b</c> becomes
/// <c>(On(7) ? a &lt;= b : a &lt; b)</c>. Lines stay where they are, so that errors of the compiler lead back to mutants.
/// </summary>
/// <param name="add">Notes a mutant; null when it is left out.</param>
internal sealed class Mutator(Func<SyntaxNode, string, int?> add) : CSharpSyntaxRewriter
{
    private static readonly Dictionary<SyntaxKind, string[]> Operators = new()
    {
        [SyntaxKind.LessThanExpression] = ["<=", ">="],
        [SyntaxKind.LessThanOrEqualExpression] = ["<", ">"],
        [SyntaxKind.GreaterThanExpression] = [">=", "<="],
        [SyntaxKind.GreaterThanOrEqualExpression] = [">", "<"],
        [SyntaxKind.EqualsExpression] = ["!="],
        [SyntaxKind.NotEqualsExpression] = ["=="],
        [SyntaxKind.AddExpression] = ["-"],
        [SyntaxKind.SubtractExpression] = ["+"],
        [SyntaxKind.MultiplyExpression] = ["/"],
        [SyntaxKind.DivideExpression] = ["*"],
        [SyntaxKind.ModuloExpression] = ["*"],
        [SyntaxKind.LogicalAndExpression] = ["||"],
        [SyntaxKind.LogicalOrExpression] = ["&&"],
    };

    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["Min"] = "Max", ["Max"] = "Min", ["MinBy"] = "MaxBy", ["MaxBy"] = "MinBy", ["Any"] = "All", ["All"] = "Any",
        ["OrderBy"] = "OrderByDescending", ["OrderByDescending"] = "OrderBy",
    };

    // What has to be constant, and what is said, not decided.
    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;

    public override SyntaxNode? VisitEnumDeclaration(EnumDeclarationSyntax node) => node;

    public override SyntaxNode? VisitParameter(ParameterSyntax node) => node;

    public override SyntaxNode? VisitConstantPattern(ConstantPatternSyntax node) => node;

    public override SyntaxNode? VisitRelationalPattern(RelationalPatternSyntax node) => node;

    public override SyntaxNode? VisitInterpolatedStringExpression(InterpolatedStringExpressionSyntax node) => node;

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) =>
        node.Modifiers.Any(SyntaxKind.ConstKeyword) ? node : base.VisitFieldDeclaration(node);

    public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node) =>
        node.IsConst ? node : base.VisitLocalDeclarationStatement(node);

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var rewritten = (ExpressionSyntax)base.VisitBinaryExpression(node)!;
        if (node.IsKind(SyntaxKind.CoalesceExpression))
        {
            return node.Right is ThrowExpressionSyntax || Declares(node) ? rewritten : Choice(node, "?? takes its right side", Flat(node.Right), rewritten);
        }

        if (!Operators.TryGetValue(node.Kind(), out string[]? others) || Declares(node) || IsText(node.Left) || IsText(node.Right))
        {
            return rewritten;
        }

        // Of two that are equal, either is the greater.
        bool chooses = node.Parent is ConditionalExpressionSyntax { WhenTrue: var one, WhenFalse: var two } choice && choice.Condition == node
            && new[] { Text(one), Text(two) }.Order(StringComparer.Ordinal).SequenceEqual(new[] { Text(node.Left), Text(node.Right) }.Order(StringComparer.Ordinal));
        foreach (string other in chooses ? others[1..] : others)
        {
            rewritten = Choice(node, $"{node.OperatorToken.Text} becomes {other}", $"({Flat(node.Left)}) {other} ({Flat(node.Right)})", rewritten);
        }

        return rewritten;
    }

    public override SyntaxNode? VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        var rewritten = (ExpressionSyntax)base.VisitIsPatternExpression(node)!;

        // A pattern that declares a variable has to stay the only thing that makes it true (or, with "not", false).
        return !Declares(node) ? Negated(node, rewritten)
            : node.Pattern is UnaryPatternSyntax ? Joined(node, "always holds", rewritten, "||", "")
            : Joined(node, "never holds", rewritten, "&&", "!");
    }

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        var rewritten = (ExpressionSyntax)base.VisitPrefixUnaryExpression(node)!;
        return node.IsKind(SyntaxKind.LogicalNotExpression) && !Declares(node) ? Choice(node, "! goes", Flat(node.Operand), rewritten)
            : node.IsKind(SyntaxKind.UnaryMinusExpression) ? Choice(node, "- goes", Flat(node.Operand), rewritten)
            : rewritten;
    }

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node) =>
        node.Token.Value switch
        {
            int number and < int.MaxValue => Choice(node, $"{number} becomes {number + 1}", $"{number + 1}", node),
            true when node.Parent is not AssignmentExpressionSyntax { Parent: not ExpressionStatementSyntax } => Choice(node, "true becomes false", "false", node),
            false when node.Parent is not AssignmentExpressionSyntax { Parent: not ExpressionStatementSyntax } => Choice(node, "false becomes true", "true", node),
            _ => node,
        };

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (IsTold(node) || node.Expression is IdentifierNameSyntax { Identifier.Text: "nameof" })
        {
            return node;
        }

        var rewritten = (ExpressionSyntax)base.VisitInvocationExpression(node)!;
        if (node.Expression is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } call
            && Methods.TryGetValue(name.Identifier.Text, out string? other) && !Declares(node))
        {
            rewritten = Choice(node, $"{name} becomes {other}", $"{Flat(call.Expression)}.{other}{Flat(node.ArgumentList)}", rewritten);
        }

        return IsCondition(node) ? Negated(node, rewritten) : rewritten;
    }

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) =>
        IsCondition(node) ? Negated(node, node) : node;

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        var rewritten = (ExpressionSyntax)base.VisitMemberAccessExpression(node)!;
        return IsCondition(node) ? Negated(node, rewritten) : rewritten;
    }

    public override SyntaxNode? VisitWithExpression(WithExpressionSyntax node)
    {
        var rewritten = (WithExpressionSyntax)base.VisitWithExpression(node)!;
        if (node.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax))
        {
            return rewritten;
        }

        SeparatedSyntaxList<ExpressionSyntax> members = rewritten.Initializer.Expressions;
        for (int index = 0; index < members.Count; index++)
        {
            if (members[index] is AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } set && node.Initializer.Expressions[index] is AssignmentExpressionSyntax original)
            {
                members = members.Replace(members[index], set.WithRight(Choice(original.Right, $"{name} stays", $"{Flat(node.Expression)}.{name.Identifier.Text}", set.Right)));
            }
        }

        return rewritten.WithInitializer(rewritten.Initializer.WithExpressions(members));
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        if (IsTold(node.Expression))
        {
            return node;
        }

        var rewritten = (ExpressionStatementSyntax)base.VisitExpressionStatement(node)!;
        string begin = "";
        string? other = node.Expression switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } sum => $"{Flat(sum.Left)} -= {Flat(sum.Right)}",
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression } sum => $"{Flat(sum.Left)} += {Flat(sum.Right)}",
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } count => $"{Flat(count.Operand)}--",
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression } count => $"{Flat(count.Operand)}++",
            _ => null,
        };
        if (other is not null && add(node, $"becomes {other}") is { } change)
        {
            begin = $"if ({On(change)}) {{ {other}; }} else ";
        }

        return Removed(node, rewritten, begin);
    }

    public override SyntaxNode? VisitContinueStatement(ContinueStatementSyntax node) => Removed(node, node, "");

    public override SyntaxNode? VisitBreakStatement(BreakStatementSyntax node) => node.Parent is SwitchSectionSyntax ? node : Removed(node, node, "");

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
    {
        var rewritten = (ReturnStatementSyntax)base.VisitReturnStatement(node)!;
        return node.Expression is null ? Removed(node, node, "") : rewritten.WithExpression(Nothing(node.Expression, rewritten.Expression!));
    }

    public override SyntaxNode? VisitArrowExpressionClause(ArrowExpressionClauseSyntax node)
    {
        var rewritten = (ArrowExpressionClauseSyntax)base.VisitArrowExpressionClause(node)!;
        return rewritten.WithExpression(Nothing(node.Expression, rewritten.Expression));
    }

    private static string On(int id) => $"global::OuraTeams.Mutants.MutantSwitch.On({id})";

    /// <summary>On one line, without comments.</summary>
    private static string Flat(SyntaxNode node) =>
        node.ReplaceTrivia(node.DescendantTrivia(), (_, _) => default).NormalizeWhitespace("", " ").ToFullString();

    private static bool Declares(SyntaxNode node) =>
        node.DescendantNodesAndSelf().Any(part => part is SingleVariableDesignationSyntax or ParenthesizedVariableDesignationSyntax);

    private static bool IsText(ExpressionSyntax node) => node is InterpolatedStringExpressionSyntax || node.IsKind(SyntaxKind.StringLiteralExpression);

    /// <summary>Log lines, figures of telemetry and checks of arguments.</summary>
    private static bool IsTold(ExpressionSyntax node) =>
        (node is AwaitExpressionSyntax wait ? wait.Expression : node) is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call }
        && (call.Name.Identifier.Text.StartsWith("ThrowIf", StringComparison.Ordinal)
            || (call.Expression is IdentifierNameSyntax { Identifier.Text: string owner } && (owner.EndsWith("Log", StringComparison.Ordinal) || owner == "Instruments")));

    private static bool IsCondition(ExpressionSyntax node) => node.Parent switch
    {
        IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax or WhenClauseSyntax => true,
        ConditionalExpressionSyntax choice => choice.Condition == node,
        BinaryExpressionSyntax both => both.IsKind(SyntaxKind.LogicalAndExpression) || both.IsKind(SyntaxKind.LogicalOrExpression),
        _ => false,
    };

    private static ExpressionSyntax Parsed(string text, SyntaxNode like) => SyntaxFactory.ParseExpression(text).WithTriviaFrom(like);

    private static string Text(SyntaxNode node) => node.WithoutLeadingTrivia().WithoutTrailingTrivia().ToFullString();

    private ExpressionSyntax Choice(SyntaxNode at, string change, string mutated, ExpressionSyntax original) =>
        add(at, change) is { } id ? Parsed($"({On(id)} ? ({mutated}) : ({Text(original)}))", original) : original;

    private ExpressionSyntax Negated(SyntaxNode at, ExpressionSyntax original) =>
        add(at, "is negated") is { } id ? Parsed($"(({Text(original)}) != {On(id)})", original) : original;

    private ExpressionSyntax Joined(SyntaxNode at, string change, ExpressionSyntax original, string with, string not) =>
        add(at, change) is { } id ? Parsed($"(({Text(original)}) {with} {not}{On(id)})", original) : original;

    private StatementSyntax Removed(StatementSyntax at, StatementSyntax original, string begin) =>
        add(at, "is left out") is { } id ? SyntaxFactory.ParseStatement($"{begin}if (!{On(id)}) {{ {Text(original)} }}").WithTriviaFrom(original)
        : begin.Length > 0 ? SyntaxFactory.ParseStatement($"{begin}{{ {Text(original)} }}").WithTriviaFrom(original)
        : original;

    /// <summary>The default in place of what is returned. Not where that is a decision that is mutated itself, or a task.</summary>
    private ExpressionSyntax Nothing(ExpressionSyntax at, ExpressionSyntax original)
    {
        TypeSyntax? type = at.Ancestors().Select(part => part switch
        {
            MethodDeclarationSyntax method => method.ReturnType,
            LocalFunctionStatementSyntax function => function.ReturnType,
            BasePropertyDeclarationSyntax property => property.Type,
            AnonymousFunctionExpressionSyntax => SyntaxFactory.ParseTypeName("Task"),
            ConstructorDeclarationSyntax => SyntaxFactory.ParseTypeName("void"),
            _ => null,
        }).FirstOrDefault(found => found is not null);
        bool decides = at is LiteralExpressionSyntax or BinaryExpressionSyntax or IsPatternExpressionSyntax or PrefixUnaryExpressionSyntax
            or ConditionalExpressionSyntax or ThrowExpressionSyntax or SwitchExpressionSyntax or AssignmentExpressionSyntax;
        return decides || type is null || type.ToString() is "void" or "Task" or "ValueTask" || type.ToString().StartsWith("Task<", StringComparison.Ordinal)
            || type is RefTypeSyntax
            ? original
            : Choice(at, "returns the default", $"default({type.ToString().TrimEnd('?')})!", original);
    }
}
