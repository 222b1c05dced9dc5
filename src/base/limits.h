/*
 * What a user may ask for at most, in one place. Each limit gives a finding of
 * its own where it is passed; none of them is reached by honest input.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
	LIMIT_FILE_BYTES = 64 * 1024 * 1024, /* one input file, and its text, aliases expanded */
	LIMIT_INPUT_FILES = 200 * 1000,      /* input files of one run */
	LIMIT_DEPTH = 64,                    /* nesting of one YAML document or template */
	LIMIT_NODES = 4 * 1000 * 1000,       /* nodes of one file, aliases expanded */
	LIMIT_ALIASES = 1000,                /* aliases of one file */
	LIMIT_DIRECTIVES = 100,              /* %TAG lines of one file */
	LIMIT_GLOBS = 1000,                  /* of spec.inputs and of spec.exclude */
	LIMIT_CLUSTERS = 200 * 1000,         /* clusters of one fleet */
	LIMIT_MESHES = 1000 * 1000,          /* meshes of one fleet */
	LIMIT_MEMBERS = 20 * 1000 * 1000,    /* members of all meshes of one fleet */
	LIMIT_POLICIES = 1000,               /* TrustPolicies */
	LIMIT_PATTERNS = 10 * 1000, /* names and labels with a star or a mark in ClusterConfigs */
	LIMIT_CONFIGS = 100,        /* ClusterConfigs that match one cluster */
	LIMIT_ANNOTATIONS = 200,    /* of one east-west gateway */
	LIMIT_REQUIREMENTS = 100,   /* of one label selector */
	LIMIT_VALUES = 1000,        /* of one of them */
	LIMIT_STEPS = 50 * 1000,    /* values that the template of an object comes to */
	LIMIT_RECIPIENTS = 100,     /* of age, of one cluster */
	LIMIT_CERTIFICATE_BYTES = 16 * 1024, /* one certificate in PEM */
	LIMIT_STEPS_PACKED = 500 * 1000,     /* the same of one that packs others */
	LIMIT_MEMO_BYTES = 512 * 1024,       /* what a worker remembers of other clusters */
	LIMIT_FINDINGS = 50,                 /* findings printed, errors first */
	LIMIT_FINDINGS_REPORTED = 5000,   /* findings in SARIF and JUnit, errors before warnings */
	LIMIT_FINDINGS_KEPT = 100 * 1000, /* findings of which more than their number is known */
	LIMIT_ERRORS = 1000,              /* errors after which a pass over the clusters ends */
	LIMIT_NAME_BYTES = 255,           /* a file name that we write */
	LIMIT_WORK_NAME = 188,            /* name of a ManifestWork in effect */
	LIMIT_WORK_BYTES =
		450 * 1000, /* a ManifestWork by OCM's formula; the hub refuses 512,000 */
};

#endif
