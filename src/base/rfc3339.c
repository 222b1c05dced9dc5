#include "base/rfc3339.h"

#include "base/char.h"

#include <string.h>

enum { SECONDS_A_DAY = 24 * 60 * 60, DAYS_BEFORE_1970 = 719468 };

/*
 * Days since 1970 of the proleptic Gregorian calendar and back; years begin in
 * March, so that a leap day ends one (Hinnant, chrono-compatible date algorithms).
 */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - DAYS_BEFORE_1970;
}

struct str time_text(int64_t seconds, struct arena *a)
{
	int64_t since = seconds + (int64_t)DAYS_BEFORE_1970 * SECONDS_A_DAY;
	int64_t second = since % SECONDS_A_DAY, days = since / SECONDS_A_DAY;
	int64_t era = days / 146097, of_era = days % 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t day = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * day + 2) / 153;
	int64_t name = month < 10 ? month + 3 : month - 9;

	return arena_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)(year + era * 400 + (name <= 2)),
			 (int)name, (int)(day - (153 * month + 2) / 5 + 1), (int)(second / 3600),
			 (int)(second / 60 % 60), (int)(second % 60));
}

static bool fits(struct str text, const char *pattern)
{
	for (size_t i = 0; i < text.n; i++)
		if (pattern[i] == '0' ? !is_digit(text.s[i]) : text.s[i] != pattern[i])
			return false;
	return true;
}

static int64_t number(struct str text, size_t from, size_t n)
{
	int64_t x = 0;

	for (size_t i = from; i < from + n; i++)
		x = 10 * x + (text.s[i] - '0');
	return x;
}

bool time_parse(struct str text, int64_t *ret_seconds)
{
	static const char pattern[] = "0000-00-00T00:00:00Z";
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t year, month, day, hour, minute, second;
	bool leap;

	if (text.n != sizeof(pattern) - 1 || !fits(text, pattern))
		return false;
	year = number(text, 0, 4);
	month = number(text, 5, 2);
	day = number(text, 8, 2);
	hour = number(text, 11, 2);
	minute = number(text, 14, 2);
	second = number(text, 17, 2);
	leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (year < 1 || month < 1 || month > 12 || day < 1 ||
	    day > days[month - 1] + (leap && month == 2) || hour > 23 || minute > 59 || second > 59)
		return false;
	*ret_seconds =
		days_of(year, month, day) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
	return true;
}

bool date_parse(struct str text, int64_t *ret_seconds)
{
	char midnight[] = "0000-00-00T00:00:00Z";

	if (text.n == sizeof("0000-00-00") - 1) {
		memcpy(midnight, text.s, text.n);
		text = str_of(midnight);
	}
	return time_parse(text, ret_seconds);
}
