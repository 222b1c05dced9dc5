#include "model/ledger_path.h"

struct str ledger_policy_path(struct str policy, struct arena *a)
{
	return arena_fmt(a, "trust/%.*s/policy.yaml", FMT(policy));
}

struct str ledger_roots_path(struct str policy, struct arena *a)
{
	return arena_fmt(a, "trust/%.*s/roots.yaml", FMT(policy));
}

struct str ledger_entry_path(struct str policy, struct str cluster, struct str namespace,
			     struct arena *a)
{
	return arena_fmt(a, "trust/%.*s/issued/%.*s/%.*s.yaml", FMT(policy), FMT(cluster),
			 FMT(namespace));
}

/* Takes the part before the next '/' off a path. */
static struct str next_part(struct str *path)
{
	size_t slash = str_find(*path, '/');
	struct str part = str_first(*path, slash);

	*path = str_from(*path, slash + 1);
	return part;
}

bool is_roots_path(struct str path)
{
	struct str trust = next_part(&path), policy = next_part(&path);

	return str_eq(trust, S("trust")) && policy.n && str_eq(path, S("roots.yaml"));
}

bool is_issued_path(struct str path)
{
	struct str trust = next_part(&path), policy = next_part(&path);

	return str_eq(trust, S("trust")) && policy.n && str_starts(path, S("issued/"));
}

bool ledger_entry_of(struct str path, struct ledger_file *ret)
{
	struct str rest = path, trust = next_part(&rest), policy = next_part(&rest),
		   issued = next_part(&rest), cluster = next_part(&rest);

	*ret = (struct ledger_file){ path, policy, cluster, str_first(rest, rest.n - 5), 0 };
	return str_eq(trust, S("trust")) && str_eq(issued, S("issued")) && policy.n && cluster.n &&
	       str_ends(rest, S(".yaml")) && ret->namespace.n && str_find(rest, '/') == rest.n;
}
