#include "base/embedded.h"

#define FILE(path, bytes) { STR(path), STR(EMBEDDED_LABEL path), STR(bytes) },
static const struct embedded files[] = {
#include "embedded.inc"
};
#undef FILE

size_t embedded_files(const struct embedded **ret_list)
{
	*ret_list = files;
	return sizeof(files) / sizeof(*files);
}

struct str embedded_file(struct str path)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (str_eq(files[i].path, path))
			return files[i].bytes;
	return (struct str){ "", 0 };
}
