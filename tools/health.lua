-- Runs templates/argocd/health/*.lua as Argo CD does: `obj` is the object, and of the libraries
-- there are only the basic one and `table`.
--
--   usage: lua5.4 tools/health.lua
--
-- The last line is `N passed, N failed`.
local passed, failed = 0, 0

local function health(script, obj)
  local basic = { ipairs = ipairs, next = next, pairs = pairs, tostring = tostring, type = type, table = table, obj = obj }
  return assert(loadfile("templates/argocd/health/" .. script .. ".lua", "t", basic))()
end

local function check(script, name, obj, status, message)
  local ok, got = pcall(health, script, obj)
  if ok and got.status == status and (message == nil or got.message == message) then
    passed = passed + 1
    return
  end
  failed = failed + 1
  print(("not ok %s, %s: %s: %s"):format(script, name, ok and got.status or "failed", ok and got.message or got))
end

local function condition(type, status, seen)
  return { type = type, status = status, message = type .. " is " .. status, observedGeneration = seen }
end

-- An object of generation 2.
local function object(conditions, seen)
  return { metadata = { generation = 2 }, status = { conditions = conditions, observedGeneration = seen } }
end

local new = { metadata = { generation = 1 } }

local function work(name, status, conditions, message)
  check("manifestwork", name, object(conditions), status, message)
end

check("manifestwork", "new", new, "Progressing", "waiting for the agent of the cluster")
check("manifestwork", "without conditions", object(nil), "Progressing")
work("applied", "Progressing", { condition("Applied", "True", 2) }, "waiting for what it applied")
work("available", "Healthy", { condition("Available", "True", 2), condition("Applied", "True", 2) }, "Available is True")
work("an agent that tells no generation", "Healthy", { condition("Applied", "True"), condition("Available", "True") })
work("changed since", "Progressing", { condition("Applied", "True", 1), condition("Available", "True", 1) },
  "waiting for the agent of the cluster")
work("applied anew, not looked at", "Progressing", { condition("Applied", "True", 2), condition("Available", "True", 1) })
work("failed before the change", "Progressing", { condition("Applied", "False", 1) })
work("failed", "Degraded", { condition("Applied", "False", 2), condition("Available", "True", 2) }, "Applied is False")
work("not yet there", "Progressing", { condition("Applied", "True", 2), condition("Available", "False", 2) },
  "Available is False")
work("unknown", "Progressing", { condition("Applied", "Unknown", 2), condition("Available", "True", 2) })
work("degraded", "Degraded",
  { condition("Applied", "True", 2), condition("Available", "True", 2), condition("Degraded", "True", 2) }, "Degraded is True")
work("not degraded", "Healthy",
  { condition("Applied", "True", 2), condition("Available", "True", 2), condition("Degraded", "False", 2) })
work("progressing too", "Healthy",
  { condition("Progressing", "True", 1), condition("Applied", "True", 2), condition("Available", "True", 2) })

local function sail(name, status, conditions, seen, message)
  check("sail", name, object(conditions, seen), status, message)
end

check("sail", "new", new, "Progressing", "waiting for the Sail operator")
sail("without conditions", "Progressing", nil, 2)
sail("changed since", "Progressing", { condition("Reconciled", "True"), condition("Ready", "True") }, 1,
  "waiting for the Sail operator")
sail("nothing reconciled", "Progressing", { condition("Ready", "True") }, 2)
sail("ready", "Healthy", { condition("Reconciled", "True"), condition("Ready", "True") }, 2)
sail("not ready", "Progressing", { condition("Reconciled", "True"), condition("Ready", "False") }, 2, "Ready is False")
sail("not reconciled", "Degraded", { condition("Reconciled", "False"), condition("Ready", "True") }, 2,
  "Reconciled is False")
sail("unknown", "Progressing", { condition("Reconciled", "Unknown"), condition("Ready", "True") }, 2)
sail("a dependency", "Progressing",
  { condition("Reconciled", "True"), condition("Ready", "True"), condition("DependenciesHealthy", "False") }, 2,
  "DependenciesHealthy is False")
sail("a tag", "Healthy", { condition("Reconciled", "True"), condition("InUse", "False") }, 2)

print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
