-- Richards: the kernel of an operating system that schedules six tasks which pass packets to each other.
-- Objects, method calls that depend on the receiver, and small state machines. Argument: rounds (default 70).
local rounds = tonumber(arg and arg[1]) or 70

local IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = 1, 2, 3, 4, 5, 6
local KIND_DEVICE, KIND_WORK = 1, 2
local DATA_SIZE = 4
local IDLE_COUNT = 10000

local Packet = {}
Packet.__index = Packet
function Packet.new(link, id, kind)
  local data = {}
  for i = 1, DATA_SIZE do data[i] = 0 end
  return setmetatable({ link = link, id = id, kind = kind, datum = 0, data = data }, Packet)
end

-- Puts this packet at the end of a queue and returns the queue.
function Packet:append_to(queue)
  self.link = nil
  if not queue then return self end
  local last = queue
  while last.link do last = last.link end
  last.link = self
  return queue
end

-- A task's state: whether it has a packet pending, waits for one, or is held.
local Task = {}
Task.__index = Task
function Task.new(scheduler, id, priority, queue, behaviour)
  local task = setmetatable({
    link = scheduler.list, id = id, priority = priority, queue = queue, behaviour = behaviour,
    is_pending = queue ~= nil, is_waiting = queue ~= nil or id ~= IDLE, is_held = false,
  }, Task)
  scheduler.list = task
  scheduler.tasks[id] = task
  return task
end

function Task:is_blocked()
  return self.is_held or (self.is_waiting and not self.is_pending)
end

function Task:run()
  local packet
  if self.is_waiting and self.is_pending then
    packet = self.queue
    self.queue = packet.link
    self.is_waiting = false
    self.is_pending = self.queue ~= nil
  end
  return self.behaviour:run(packet)
end

-- Takes a packet; returns the task that goes on: this one if it is more urgent.
function Task:receive(packet, running)
  if self.queue then
    packet:append_to(self.queue)
  else
    self.queue = packet
    self.is_pending = true
    packet.link = nil
    if self.priority > running.priority then return self end
  end
  return running
end

local Scheduler = {}
Scheduler.__index = Scheduler
function Scheduler.new()
  return setmetatable({ tasks = {}, list = nil, current = nil, queued = 0, held = 0 }, Scheduler)
end

function Scheduler:schedule()
  self.current = self.list
  while self.current do
    if self.current:is_blocked() then
      self.current = self.current.link
    else
      self.current = self.current:run()
    end
  end
end

function Scheduler:release(id)
  local task = self.tasks[id]
  task.is_held = false
  if task.priority > self.current.priority then return task end
  return self.current
end

function Scheduler:hold()
  self.held = self.held + 1
  self.current.is_held = true
  return self.current.link
end

function Scheduler:wait()
  self.current.is_waiting = true
  return self.current
end

function Scheduler:send(packet)
  local task = self.tasks[packet.id]
  self.queued = self.queued + 1
  packet.id = self.current.id
  packet.link = nil
  return task:receive(packet, self.current)
end

local Idle = {}
Idle.__index = Idle
function Idle:run()
  self.count = self.count - 1
  if self.count == 0 then return self.scheduler:hold() end
  if self.control % 2 == 0 then
    self.control = self.control / 2
    return self.scheduler:release(DEVICE_A)
  end
  -- A shift register with feedback; 53256 is 0xD008, and its bits are toggled without a xor operator.
  local half, bit, mixed, pattern = (self.control - 1) / 2, 1, 0, 53256
  for _ = 1, 16 do
    local x, y = half % 2, pattern % 2
    if x ~= y then mixed = mixed + bit end
    half, pattern, bit = (half - x) / 2, (pattern - y) / 2, bit * 2
  end
  self.control = mixed
  return self.scheduler:release(DEVICE_B)
end

local Device = {}
Device.__index = Device
function Device:run(packet)
  if packet then
    self.pending = packet
    return self.scheduler:hold()
  end
  local pending = self.pending
  if not pending then return self.scheduler:wait() end
  self.pending = nil
  return self.scheduler:send(pending)
end

local Worker = {}
Worker.__index = Worker
function Worker:run(packet)
  if not packet then return self.scheduler:wait() end
  self.destination = self.destination == HANDLER_A and HANDLER_B or HANDLER_A
  packet.id = self.destination
  packet.datum = 1
  for i = 1, DATA_SIZE do
    self.letter = self.letter % 26 + 1
    packet.data[i] = self.letter + 64
  end
  return self.scheduler:send(packet)
end

local Handler = {}
Handler.__index = Handler
function Handler:run(packet)
  if packet then
    if packet.kind == KIND_WORK then
      self.work = packet:append_to(self.work)
    else
      self.devices = packet:append_to(self.devices)
    end
  end
  local work = self.work
  if work then
    if work.datum > DATA_SIZE then
      self.work = work.link
      return self.scheduler:send(work)
    end
    local device = self.devices
    if device then
      self.devices = device.link
      device.datum = work.data[work.datum]
      work.datum = work.datum + 1
      return self.scheduler:send(device)
    end
  end
  return self.scheduler:wait()
end

local function run()
  local scheduler = Scheduler.new()
  local function make(behaviour, fields)
    fields.scheduler = scheduler
    return setmetatable(fields, behaviour)
  end
  Task.new(scheduler, IDLE, 0, nil, make(Idle, { control = 1, count = IDLE_COUNT }))
  local queue = Packet.new(nil, WORKER, KIND_WORK)
  queue = Packet.new(queue, WORKER, KIND_WORK)
  Task.new(scheduler, WORKER, 1000, queue, make(Worker, { destination = HANDLER_A, letter = 0 }))
  for _, pair in ipairs({ { HANDLER_A, DEVICE_A, 2000 }, { HANDLER_B, DEVICE_B, 3000 } }) do
    queue = Packet.new(nil, pair[2], KIND_DEVICE)
    queue = Packet.new(queue, pair[2], KIND_DEVICE)
    queue = Packet.new(queue, pair[2], KIND_DEVICE)
    Task.new(scheduler, pair[1], pair[3], queue, make(Handler, {}))
  end
  Task.new(scheduler, DEVICE_A, 4000, nil, make(Device, {}))
  Task.new(scheduler, DEVICE_B, 5000, nil, make(Device, {}))
  scheduler:schedule()
  return scheduler.queued, scheduler.held
end

local queued, held = 0, 0
for _ = 1, rounds do
  local q, h = run()
  queued, held = queued + q, held + h
end
print(string.format("%d packets queued, %d times held", queued, held))
