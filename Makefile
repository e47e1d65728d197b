VENV ?= .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
MANAGE := $(PYTHON) manage.py
PYTEST := $(PYTHON) -m pytest --numprocesses=2 --dist=worksteal

# Tests start the program some hundred times; it is compiled once, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=

# One stamp a set of requirements: new pins make the environment stale, a checkout does not.
# The program runs with the first; tests and checks need the second too.
RUNS := $(VENV)/runs-$(shell cksum < requirements.txt | cut -d' ' -f1)
READY := $(VENV)/ready-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)
INSTALL := $(BIN)/pip install -qq --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help start venv test long chromium lint check format score bench manual mutation lock clean

help:  ## 列出可用的命令
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

start: $(RUNS)  ## 启动系统 http://127.0.0.1:8000，Ctrl+C 停止；换端口：make start PORT=8001
	@$(MANAGE) start --port $(or $(PORT),8000)

venv: $(READY)  ## 建立虚拟环境，按哈希安装锁定的依赖
$(READY): $(RUNS)
	$(INSTALL) -r requirements-dev.txt
	@rm -f $(VENV)/ready-* && touch $@
$(RUNS):
	@command -v python3.11 >/dev/null || { echo "缺少 Python 3.11，请先安装：sudo apt install python3.11" >&2; exit 1; }
	@python3.11 -c "import ensurepip" 2>/dev/null || { echo "缺少 venv，请先安装：sudo apt install python3-venv" >&2; exit 1; }
	@echo "正在安装依赖……"
	python3.11 -m venv $(VENV)
	$(INSTALL) -r requirements.txt
	@rm -f $(VENV)/runs-* && touch $@

ON_SQLITE := DATABASE_URL=sqlite:///:memory:
ON_POSTGRESQL := $(PYTHON) -m tests.servers postgresql --

test: $(READY) chromium  ## 运行全部测试，先用 SQLite，再用 PostgreSQL；前一半失败，后一半照样运行
	@failed=0; \
	$(ON_SQLITE) $(PYTEST) || failed=1; \
	$(ON_POSTGRESQL) $(PYTEST) || failed=1; \
	exit $$failed

# What would take a change too long to land: deep fuzzing, every page in the browser, long stories. Seeds are printed.
long: $(READY) chromium  ## 运行耗时的测试，先用 SQLite，再用 PostgreSQL
	@failed=0; \
	$(ON_SQLITE) $(PYTEST) -m long || failed=1; \
	$(ON_POSTGRESQL) $(PYTEST) -m long || failed=1; \
	exit $$failed

# Debian's Chromium without its windows takes two thirds of the time; a whole Chromium does as well.
BROWSER := chromium-headless-shell fontconfig fonts-noto-cjk
chromium:
	@has() { command -v "$$1" >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q .; }; \
	has chromium-headless-shell || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "正在安装 Chromium 和中文字体……" && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(BROWSER) >/dev/null; } || has chromium || \
	{ echo "浏览器测试缺少 Chromium 或中文字体，请先安装：sudo apt install $(BROWSER)" >&2; exit 1; }

lint: $(READY)  ## 检查代码风格、分层、迁移、类型和模板
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/mypy
	@if [ -d templates ]; then $(BIN)/djlint --quiet --lint templates; fi

check: lint test  ## 与持续集成相同：先检查，后测试

format: $(READY)  ## 自动整理代码格式
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

score: export DATABASE_URL = sqlite:///score.sqlite3
score: $(RUNS)  ## 导入一份台账并打印得分：make score FILE=town.xlsx [AS_OF=2023-12-31]
	@test -n "$$FILE" || { echo "用法：make score FILE=台账.xlsx [AS_OF=2023-12-31]" >&2; exit 2; }
	@rm -f score.sqlite3*
	@$(MANAGE) bootstrap || exit; \
	report=$$($(MANAGE) import_ledger "$$FILE" --partial); refused=$$?; printf '%s\n' "$$report"; \
	case "$$report" in \
	  *已写入。) $(MANAGE) score $(if $(AS_OF),--as-of $(AS_OF)) || exit; exit $$refused;; \
	  *) [ $$refused -ne 0 ] || refused=2; exit $$refused;; \
	esac

bench: $(READY)  ## 测量速度
	$(PYTHON) -m bench

manual: $(READY) chromium  ## 用演示数据重新做帮助里的图，放进 var/manual；不做，帮助只有文字
	$(ON_SQLITE) KEEP_PICTURES=1 $(PYTHON) -m pytest -q tests/browser/test_pictures.py

mutation: $(READY)  ## 逐处改动程序，看哪个测试发现：make mutation [ONLY="core.scoping"] [AGAIN=1]；中断后接着跑
	nice -n 19 $(PYTHON) -m tests.mutation $(if $(AGAIN),--again) $(ONLY)

lock: $(READY)  ## 按 requirements*.in 重新锁定依赖
	for list in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	    $(if $(UPGRADE),--upgrade) $$list.in -o $$list.txt || exit; \
	done

clean:  ## 删除虚拟环境、缓存和临时数据库
	rm -rf $(VENV) .*_cache .hypothesis score.sqlite3* var/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
