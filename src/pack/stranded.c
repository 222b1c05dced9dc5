#include "base/path.h"
#include "pack/kinds.h"
#include "pack/pack.h"

struct str pack_stranded(const struct str *removed, size_t n)
{
	struct str waiting = { "", 0 };
	bool controller = false;

	for (size_t i = 0; i < n; i++) {
		const struct kind *k = kind_of_file(last_part(removed[i]));

		if (k && k->waits && !waiting.n)
			waiting = removed[i];
		controller |= k && str_eq(k->kind, S("Deployment"));
	}
	return controller ? waiting : (struct str){ "", 0 };
}
