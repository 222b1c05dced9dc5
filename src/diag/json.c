#include "diag/json.h"

#include "base/bug.h"
#include "diag/shown.h"

cJSON *json_checked(cJSON *item)
{
	if (!item)
		out_of_memory();
	return item;
}

void json_put(cJSON *object, const char *key, cJSON *item)
{
	cJSON_AddItemToObject(object, key, json_checked(item));
}

cJSON *json_string(struct str s)
{
	struct buf text = BUF_INIT;
	cJSON *item;
	struct glyph g;

	for (size_t i = 0; i < s.n; i += g.bytes) {
		g = glyph_at(s, i);
		if (g.valid && s.s[i])
			buf_add(&text, (struct str){ s.s + i, g.bytes });
		else
			show_glyph(&text, s, i, g);
	}
	item = json_checked(cJSON_CreateString(text.s));
	buf_release(&text);
	return item;
}

void json_add(struct buf *out, cJSON *item)
{
	char *text = cJSON_PrintUnformatted(item);

	if (!text)
		out_of_memory();
	buf_add(out, str_of(text));
	cJSON_free(text);
	cJSON_Delete(item);
}
