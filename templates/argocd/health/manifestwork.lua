-- Health of a ManifestWork (work.open-cluster-management.io): what its agent says of it.
local found = {}
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    found[condition.type] = condition
  end
end

local function is(condition, status)
  return condition ~= nil and condition.status == status
end

local function is_old(condition)
  local seen = condition.observedGeneration
  return seen ~= nil and seen ~= obj.metadata.generation
end

if found.Applied == nil or is_old(found.Applied) then
  return { status = "Progressing", message = "waiting for the agent of the cluster" }
end
if is(found.Applied, "False") then
  return { status = "Degraded", message = found.Applied.message }
end
if is(found.Degraded, "True") then
  return { status = "Degraded", message = found.Degraded.message }
end
if is(found.Applied, "True") and is(found.Available, "True") and not is_old(found.Available) then
  return { status = "Healthy", message = found.Available.message }
end
if found.Available ~= nil then
  return { status = "Progressing", message = found.Available.message }
end
return { status = "Progressing", message = "waiting for what it applied" }
