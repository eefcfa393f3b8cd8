"""Tries the one-line mutants of tests/mutants.txt against the unit tests of the grains' rules; see tests/mutants.sh."""
import os, re, shutil, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RULES = "src/OuraTeams.Grains"
TESTS = "OuraTeams.Grains.Tests"
SWITCH = """namespace OuraTeams.Grains;
internal static class Mutants
{
    private static readonly int Chosen = int.Parse(Environment.GetEnvironmentVariable("MUTANT") ?? "0");
    public static bool On(int number) => Chosen == number;
}
"""


def read_list():
    mutants, file = [], None
    for line in open(os.path.join(ROOT, "tests/mutants.txt"), encoding="utf-8"):
        line = line.strip()
        if not line or line.startswith("# "):
            continue
        if line.startswith("@ "):
            file = line[2:]
            continue
        old, new = (line[2:], None) if line.startswith("- ") else line.split(" => ", 1)
        place = re.search(r" #(\d+)$", old)
        nth = int(place.group(1)) if place else None
        old = old[: place.start()] if place else old
        new = re.sub(r" #\d+$", "", new) if new else None
        mutants.append(dict(number=len(mutants) + 1, file=file, old=old, new=new, nth=nth, line=line))
    return mutants


def sites(text, old):
    """Where the text stands, as a whole: not as a part of a longer name."""
    left = r"(?<![\w.])" if re.match(r"\w", old) else ""
    right = r"(?!\w)" if re.search(r"\w$", old) else ""
    return [match.start() for match in re.finditer(left + re.escape(old) + right, text)]


def weave(directory, mutants):
    """Writes all mutants into the copy, each behind a switch. Returns those whose text does not stand in the file."""
    missing = []
    for file in dict.fromkeys(mutant["file"] for mutant in mutants):
        source, target = os.path.join(ROOT, RULES, file), os.path.join(directory, RULES, file)
        text = open(source, encoding="utf-8-sig").read() if os.path.exists(source) else ""
        places = {}
        for mutant in (m for m in mutants if m["file"] == file):
            found = sites(text, mutant["old"])
            if not found or (mutant["nth"] is None and len(found) > 1) or (mutant["nth"] or 1) > len(found):
                missing.append(mutant)
            else:
                places.setdefault((found[(mutant["nth"] or 1) - 1], mutant["old"]), []).append(mutant)
        last = len(text) + 1
        for (start, old), group in sorted(places.items(), key=lambda place: (-place[0][0], len(place[0][1]))):
            if start + len(old) > last:
                missing += group
                continue
            if group[0]["new"] is None:
                woven = f"if (!Mutants.On({group[0]['number']})) {{ {old} }}"
            else:
                woven = "(" + "".join(f"Mutants.On({m['number']}) ? ({m['new']}) : " for m in group) + f"({old}))"
            text = text[:start] + woven + text[start + len(old):]
            last = start
        if places:
            open(target, "w", encoding="utf-8").write(text)
    open(os.path.join(directory, RULES, "Mutants.cs"), "w").write(SWITCH)
    return missing


def build(directory):
    return subprocess.run(
        ["dotnet", "build", f"tests/{TESTS}", "-m:1", "-nodeReuse:false", "-v:quiet", "-clp:NoSummary", "-p:RunAnalyzers=false",
         "-p:TreatWarningsAsErrors=false", "-p:EnforceCodeStyleInBuild=false"], cwd=directory, capture_output=True, text=True)


def main():
    directory = tempfile.mkdtemp(prefix="mutants-")
    try:
        for entry in subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n"):
            if entry and os.path.isfile(os.path.join(ROOT, entry)):
                os.makedirs(os.path.dirname(os.path.join(directory, entry)), exist_ok=True)
                shutil.copy(os.path.join(ROOT, entry), os.path.join(directory, entry))
        subprocess.run(["git", "init", "-q"], cwd=directory, check=True)
        mutants, useless = read_list(), []
        for attempt in range(8):
            missing = weave(directory, [m for m in mutants if m not in useless])
            result = build(directory)
            if result.returncode == 0:
                break
            bad = set()
            for file, row in set(re.findall(r"^\s*(\S+?\.cs)\((\d+),\d+\): error", result.stdout, re.M)):
                bad |= {int(n) for n in re.findall(r"Mutants\.On\((\d+)\)", open(file, encoding="utf-8").read().split("\n")[int(row) - 1])}
            if not bad:
                sys.exit(result.stdout[-4000:])
            useless += [m for m in mutants if m["number"] in bad]
        runner = os.path.join(directory, f"artifacts/bin/{TESTS}/debug/{TESTS}")

        def run(number):
            began = time.time()
            try:
                code = subprocess.run([runner, "-noColor", "-stopOnFail"], env={**os.environ, "MUTANT": str(number)}, cwd=directory,
                                      capture_output=True, text=True, timeout=120)
                output = code.stdout
            except subprocess.TimeoutExpired:
                return True, 120, "no end within 120 s"
            failed = re.search(r"^\s*(\S.*) \[FAIL\]", output, re.M)
            return code.returncode != 0, time.time() - began, failed.group(1).strip() if failed else output[-300:]

        failed, seconds, why = run(0)
        if failed:
            sys.exit(f"The tests fail without a mutant: {why}")
        print(f"The tests take {seconds:.1f} s.", flush=True)
        survivors, tried = [], 0
        for mutant in mutants:
            name = f"{mutant['file']}: {mutant['line']}"
            if mutant in missing or mutant in useless:
                print(f"not tried  {name} ({'no such text' if mutant in missing else 'does not compile'})", flush=True)
                continue
            tried += 1
            killed, seconds, why = run(mutant["number"])
            print(f"{'killed   ' if killed else 'SURVIVED '}  {name}" + (f"  [{why.splitlines()[0].split('.')[-1] if why else ''}]" if killed else ""), flush=True)
            survivors += [] if killed else [name]
        share = 100.0 * (tried - len(survivors)) / max(1, tried)
        print(f"{tried - len(survivors)} of {tried} mutants were killed: {share:.1f} %.")
        return 0 if share >= 90 else 1
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
