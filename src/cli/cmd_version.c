#include "cli/command.h"
#include "cli/print.h"

int cmd_version(const struct options *o, struct arena *a)
{
	(void)o;
	(void)a;
	return print_data(S("meshgen " MESHGEN_VERSION "\n"));
}
