# meshgen: GitOps for fleets of service meshes. `make help` lists the targets.
#
#   make CC=clang                 another compiler
#   make DEV=1                    warnings are errors
#   make SAN=address,undefined    with sanitizers
#   make V=1                      shows the commands
#   make STATIC=1                 needs only libc and libcjson to run, and starts faster
#
# Every combination has its own folder below build/.

CC ?= cc
DEV ?=
SAN ?=
STATIC ?=
PREFIX ?= /usr/local
DESTDIR ?=
CASE ?=
VERSION := 0.1.0

comma := ,
B := build/$(notdir $(CC))$(if $(SAN),-$(subst $(comma),-,$(SAN)))$(if $(DEV),-dev)$(if $(STATIC),-static)

# Asked for on first use, not at once: in `make deps test` deps brings pkg-config.
PKGS := yaml-0.1 libgit2 libcjson libcrypto zlib
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)

# What Debian's archives need; the network code of libgit2 is left out (src/tree/no_transport.c).
# At a fixed address no table of theirs is relocated, which would be a third of a short run.
STATIC_LIBS := -no-pie -Wl,-Bstatic -lyaml -lgit2 -lhttp_parser -lpcre2-8 -lmbedcrypto -lcrypto -lz -Wl,-Bdynamic -lcjson
NO_TRANSPORT := src/tree/no_transport.c

CFLAGS ?= -O3 -g
override CPPFLAGS += -Isrc -I$(B)/gen -D_GNU_SOURCE -DMESHGEN_VERSION='"$(VERSION)"'
override CFLAGS += -std=c11 -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wvla -pthread \
	$(if $(DEV),-Werror) \
	$(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
LIBS = $(if $(STATIC),$(STATIC_LIBS),$(PKG_LIBS)) -pthread
# gcc optimises the program as a whole when it is linked; tests are linked without, which is faster.
LTO := $(if $(DEV)$(SAN),,$(shell $(CC) -dM -E -x c /dev/null 2>/dev/null | grep -q __clang__ || \
	echo -flto=auto -ffat-lto-objects))
COMPILE = $(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) $(LTO)

C_FILES := $(shell find src -name '*.c' ! -path 'src/fuzz/*' | LC_ALL=C sort)
TESTS := $(filter %_test.c,$(C_FILES))
SRC := $(filter-out $(TESTS) $(if $(STATIC),,$(NO_TRANSPORT)),$(C_FILES))
HEADERS := $(shell find src -name '*.h' | LC_ALL=C sort)
LIB_OBJ := $(patsubst src/%.c,$(B)/%.o,$(filter-out src/main.c $(NO_TRANSPORT),$(SRC)))
MAIN_OBJ := $(patsubst src/%.c,$(B)/%.o,src/main.c $(filter $(NO_TRANSPORT),$(SRC)))
TEST_BIN := $(patsubst src/%.c,$(B)/%,$(TESTS))
FUZZ := $(patsubst src/fuzz/fuzz_%.c,%,$(wildcard src/fuzz/fuzz_*.c))
REPLAY_BIN := $(FUZZ:%=$(B)/fuzz/replay_%)
EMBEDDED := $(shell find completion docs/*.scd schemas templates starter -type f 2>/dev/null | LC_ALL=C sort)
MAN := $(patsubst docs/%.scd,build/man/%,$(wildcard docs/*.scd))

# A word and the target instead of the command, but with V=1.
run = $(if $(V),,@echo '  $(1)	$@' &&)

.PHONY: all
all: meshgen ## build ./meshgen

# A copy, made again when another variant was the last.
.PHONY: FORCE
meshgen: $(B)/meshgen FORCE
	@cmp -s $< $@ || { cp $< $@.new && mv $@.new $@; }

$(B)/meshgen: $(MAIN_OBJ) $(B)/libmeshgen.a
	$(call run,LINK) $(CC) $(CFLAGS) $(LTO) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/libmeshgen.a: $(LIB_OBJ) $(B)/gen/objects
	$(call run,AR) rm -f $@ && ar rcs $@ $(LIB_OBJ)

$(B)/%.o: src/%.c $(B)/gen/flags
	@mkdir -p $(@D)
	$(call run,CC) $(COMPILE) -MMD -MP -c -o $@ $<

$(B)/base/embedded.o: $(B)/gen/embedded.inc
$(B)/schema/schema.o: $(B)/gen/schemas.inc
$(B)/render/built_in.o: $(B)/gen/templates.inc

$(B)/%_test: src/%_test.c $(B)/libmeshgen.a
	@mkdir -p $(@D)
	$(call run,TEST) $(COMPILE) -fno-lto $(LDFLAGS) -MMD -MP -o $@ $< $(B)/libmeshgen.a $(LIBS) -lcmocka

$(B)/fuzz/replay_%: src/fuzz/fuzz_%.c src/fuzz/replay.c $(B)/libmeshgen.a
	@mkdir -p $(@D)
	$(call run,TEST) $(COMPILE) -fno-lto $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/fuzz/fuzz_%: src/fuzz/fuzz_%.c $(B)/libmeshgen.a
	@mkdir -p $(@D)
	$(call run,LINK) $(COMPILE) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LIBS)

# Lists that make sees no change in: what a file was made from, and how.
stamp = @mkdir -p $(@D); printf '%s\n' $(1) | cmp -s - $@ || printf '%s\n' $(1) > $@
$(B)/gen/flags: FORCE
	$(call stamp,'$(subst ','\'',$(COMPILE))')
$(B)/gen/objects: FORCE
	$(call stamp,$(LIB_OBJ))
$(B)/gen/embedded: FORCE
	$(call stamp,$(EMBEDDED))

$(B)/gen/embedded.inc: $(EMBEDDED) tools/embed.sh $(B)/gen/embedded
	$(call run,EMBED) tools/embed.sh $(EMBEDDED) > $@.new && mv $@.new $@

# A program of the rooms that load templates.
LOADER_OBJ := $(filter $(B)/base/% $(B)/diag/% $(B)/yaml/% $(B)/jsone/% $(B)/render/declared.o,$(LIB_OBJ))
$(B)/gen/built_in: $(wildcard tools/built_in*.[ch]) $(LOADER_OBJ)
	$(call run,LINK) $(COMPILE) -fno-lto $(LDFLAGS) -o $@ $(filter-out %.h,$^) $(LIBS)
$(B)/gen/schemas.inc $(B)/gen/templates.inc: $(B)/gen/%.inc: $(B)/gen/built_in
	$(call run,EMBED) $< $* > $@.new && mv $@.new $@

-include $(LIB_OBJ:.o=.d) $(MAIN_OBJ:.o=.d) $(TEST_BIN:=.d)

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z][-a-z_.]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | \
		while IFS='	' read -r t text; do printf '  %-22s %s\n' "$$t" "$$text"; done

.PHONY: deps
deps: ## install what is missing (Debian 12, as root or with sudo)
	tools/deps.sh
ifneq ($(filter deps,$(MAKECMDGOALS)),)
$(B)/gen/flags $(B)/gen/embedded: | deps
endif

.PHONY: render
render: meshgen ## render the examples in place
	@for out in examples/*/out examples/*/*/out; do ./meshgen render "$${out%/out}" || exit; done

.PHONY: test
test: $(B)/meshgen $(TEST_BIN) $(REPLAY_BIN) ## run all tests; ends in `N passed, N failed`
	@tools/test.sh $(B)

.PHONY: golden
golden: $(B)/meshgen ## rewrite what golden cases expect: all, or CASE=area/name
	@tools/golden.sh --update $(B)/meshgen $(CASE)
	@git diff --stat -- golden

.PHONY: asan
asan: ## run all tests with ASan and UBSan
	$(MAKE) SAN=address,undefined test

FUZZ_SAN := fuzzer-no-link,address,undefined
FUZZ_B := build/clang-$(subst $(comma),-,$(FUZZ_SAN))
.PHONY: fuzz
fuzz: ## fuzz one target for some seconds: F=yaml T=60
	$(MAKE) CC=clang SAN=$(FUZZ_SAN) $(FUZZ_B)/fuzz/fuzz_$(or $(F),yaml)
	@mkdir -p build/corpus/$(or $(F),yaml)
	$(FUZZ_B)/fuzz/fuzz_$(or $(F),yaml) -max_total_time=$(or $(T),60) -timeout=10 \
		build/corpus/$(or $(F),yaml) src/fuzz/corpus/$(or $(F),yaml)

.PHONY: valgrind
valgrind: $(B)/meshgen $(TEST_BIN) ## run unit tests and golden cases with valgrind
	@tools/valgrind.sh $(B)

.PHONY: interop
interop: meshgen ## put everything we write to the tools that will read it
	interop/install.sh
	interop/run.sh ./meshgen
	interop/pre-commit.sh ./meshgen
	interop/container.sh

build/bench/keys: BENCH_LIBS := -lcrypto
build/bench/%: bench/%.c
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE $(CFLAGS) -o $@ $< $(BENCH_LIBS)

.PHONY: bench
bench: meshgen build/bench/pair build/bench/walk build/bench/keys ## measure the goals of docs/performance.md
	bench/run.sh ./meshgen build/bench

.PHONY: fmt
fmt: ## format the C sources
	clang-format -i $(C_FILES) $(HEADERS)

.PHONY: lint
lint: $(MAN) ## format, shell scripts, spelling, manual, dead code, sizes
	@tools/lint.sh $(MAN)

.PHONY: layer-check
layer-check: ## may every file include what it includes?
	@tools/layer-check.sh
	@tools/layer-check_test.sh

.PHONY: hdr-check
hdr-check: ## does every header compile alone?
	@for h in $(HEADERS); do $(COMPILE) -Werror -fsyntax-only -x c $$h || exit; done

.PHONY: nm-check
nm-check: $(LIB_OBJ) ## is no variable of file scope mutable?
	@tools/nm-check.sh $(LIB_OBJ)

.PHONY: man
man: $(MAN) ## build the manual pages
build/man/%: docs/%.scd
	@mkdir -p $(@D)
	scdoc < $< > $@.new && mv $@.new $@

.PHONY: install
install: meshgen $(MAN) ## install below PREFIX (/usr/local) and DESTDIR
	install -D -m 755 meshgen $(DESTDIR)$(PREFIX)/bin/meshgen
	for m in $(MAN); do \
		install -D -m 644 $$m $(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m##*/} || exit; done
	install -D -m 644 completion/meshgen.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/meshgen
	install -D -m 644 completion/meshgen.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_meshgen
	install -D -m 644 completion/meshgen.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/meshgen.fish

KUSTOMIZE_PLUGIN_HOME ?= $(or $(XDG_CONFIG_HOME),$(HOME)/.config)/kustomize/plugin
GENERATOR = $(KUSTOMIZE_PLUGIN_HOME)/meshgen.dev/v1alpha1/meshgengenerator
.PHONY: install-kustomize
install-kustomize: ## link the installed program as a plugin of kustomize
	mkdir -p '$(DESTDIR)$(GENERATOR)'
	ln -sf '$(PREFIX)/bin/meshgen' '$(DESTDIR)$(GENERATOR)/MeshgenGenerator'

compile_commands.json: FORCE ## for editors
	@{ sep='['; for f in $(C_FILES); do printf '%s\n{"directory": "%s", "file": "%s", "command": "%s"}' \
		"$$sep" '$(CURDIR)' "$$f" "$$(printf '%s' '$(subst ','\'',$(COMPILE))' | sed 's/"/\\"/g') -c $$f"; \
		sep=,; done; printf '\n]\n'; } > $@

.PHONY: ci
ci: lint layer-check hdr-check nm-check test asan interop ## what runs before a merge

.PHONY: clean
clean: ## remove what was built
	rm -rf build meshgen compile_commands.json
