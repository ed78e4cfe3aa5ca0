import { createHash } from 'node:crypto';
import { headOffice } from '../../../infra/api-client/api-client.ts';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { must } from '../backend.ts';
import { type Householder, type Perform, type Scenario, type ScenarioPart, type Stage, upload } from '../scenario.ts';
import { until } from '../until.ts';

/** Runs the operations of the register: estates, units, persons, tenures, staff, imports. */
const run: ScenarioPart = async (of, _, perform) => {
  const { stage, serial, person, household, personId, keeper, otherEstateId } = of;
  const { estate, crew } = stage;
  const { estateId, staff } = estate;
  const { administrator: admin, operator: desk, supervisor } = staff;
  const estatePath = { params: { estateId } };

  // A second estate for the policies, so that they do not affect the household.
  const letter = (nth: number) => String.fromCharCode(65 + (nth % 26));
  const details = {
    code: `${estateId.replace('estate-', '').toUpperCase().slice(0, 2)}${letter(Math.floor(serial / 26))}${letter(serial)}`,
    name: '安居二期',
    language: 'zh-CN',
    calendar: stateCouncilCalendar(),
  };
  const otherEstate = { params: { estateId: otherEstateId } };
  await perform('createEstate', headOffice, { body: { ...details, estateId: otherEstateId } });
  await perform('listEstates', keeper);
  const found = await perform('getEstate', keeper, otherEstate);
  const renamed = { ...details, name: '安居三期' };
  await perform('changeEstate', keeper, { ...otherEstate, body: renamed, ifMatch: found.version });

  await setLetterhead(of, perform);

  // Register: units, persons, tenures, staff, imports.
  const unitDetails = {
    label: `${serial}栋1201`,
    phase: '一期',
    building: `${serial}栋`,
    stair: '一单元',
    area: '89.37',
    use: 'dwelling',
  };
  const unit = await perform('createUnit', admin, { ...estatePath, body: unitDetails });
  const unitPath = { params: { unitId: unit.unitId } };
  await perform('changeUnit', admin, { ...unitPath, body: { ...unitDetails, floor: 12 }, ifMatch: unit.version });
  await perform('getUnit', admin, unitPath);
  await perform('listUnits', desk, { ...estatePath, query: { limit: '20' } });
  const personDetails = { ...person, language: 'zh-CN' };
  await perform('createPerson', admin, { ...estatePath, body: { ...personDetails, personId } });
  const personPath = { params: { personId } };
  const consenting = { ...personDetails, marketingConsent: true };
  await perform('changePerson', admin, { ...personPath, body: consenting, ifMatch: 1 });
  await perform('getPerson', household, personPath);
  await perform('listPersons', desk, { ...estatePath, query: { limit: '20' } });
  await perform('listPersons', desk, { ...estatePath, query: { phone: person.phone, limit: '20' } });
  const renting = { personId, role: 'tenant', from: '2024-01-01' };
  const tenancy = await perform('startTenure', admin, { ...unitPath, body: renting });
  const tenurePath = { params: { unitId: unit.unitId, tenureId: tenancy.tenureId } };
  await perform('endTenure', admin, { ...tenurePath, body: { to: '2024-06-29' } });
  await perform('startTenure', admin, { ...unitPath, body: { personId, role: 'owner', from: '2024-06-30' } });
  await perform('listTenuresOfUnit', desk, unitPath);
  await perform('listTenuresOfPerson', household, personPath);
  await perform('getUnit', household, unitPath);
  const staffDetails = {
    name: '王师傅',
    email: `${otherEstateId}@staff.example`,
    phone: '13900139000',
    language: 'zh-CN',
    grants: [`operator@${estateId}`],
    skills: ['water'],
    deputyId: crew[0].personId,
    supervisorId: supervisor.personId,
  };
  const colleague = await perform('createStaff', admin, { ...estatePath, body: staffDetails });
  const staffPath = { params: { staffId: colleague.staffId } };
  const onDuty = { ...staffDetails, shifts: [{ weekday: 1, from: '08:00', to: '17:00' }] };
  await perform('changeStaff', admin, { ...staffPath, body: onDuty, ifMatch: colleague.version });
  await perform('getStaff', desk, staffPath);
  await perform('listStaff', desk, { ...estatePath, query: { limit: '20' } });
  const leaver = await must(admin, 'POST', `/v1/estates/${estateId}/staff`, { ...staffDetails, deputyId: undefined });
  await perform('endEmployment', admin, { params: { staffId: leaver.staffId }, body: { reason: '离职' } });
  await perform('getMe', household);
  await perform('getMe', desk);
  const importId = await importUnits(stage, serial, perform);
  return {
    estateId,
    otherEstateId,
    unitId: unit.unitId,
    tenureId: tenancy.tenureId,
    personId,
    staffId: colleague.staffId,
    importId,
  };
};

/** A logo of one pixel. */
const logo =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';

/** Sets the letterhead of the second estate, and its account to pay to with a second person. */
async function setLetterhead({ keeper, otherEstateId }: Householder, perform: Perform): Promise<void> {
  const otherEstate = { params: { estateId: otherEstateId } };
  const blank = await perform('getLetterhead', keeper, otherEstate);
  const company = { company: '安心物业服务有限公司', address: '杭州市文一路1号', hotline: '0571-88886666', logo };
  await perform('changeLetterhead', keeper, { ...otherEstate, body: company, ifMatch: blank.version });
  const account = { name: company.company, bank: '工商银行第一支行', number: '6222020200112233', reason: '更换账户' };
  await perform('requestPaymentAccount', keeper, { ...otherEstate, body: account });
  await perform('refusePaymentAccount', keeper, { ...otherEstate, body: { reason: '账号有误' } });
  await must(keeper, 'POST', `/v1/estates/${otherEstateId}/letterhead/request-payment-account`, account);
  const second = { ...keeper, sub: `${otherEstateId}-second`, personId: `${otherEstateId}-second` };
  await perform('approvePaymentAccount', second, { ...otherEstate, body: { number: account.number } });
}

/** Imports a file with a mistake, then one without. */
async function importUnits({ estate }: Stage, serial: number, perform: Perform): Promise<string> {
  const { estateId, staff } = estate;
  const { administrator: admin, manager } = staff;
  const heading = 'label,building,area,use';
  const imported = async (rows: string) => {
    const bytes = Buffer.from(`${heading}\n${rows}\n`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const body = { kind: 'units', sha256, size: bytes.length, fileName: '房屋.csv' };
    const { importId, uploadUrl } = await perform('createImport', admin, { params: { estateId }, body });
    await upload(uploadUrl, 'text/csv', bytes);
    const params = { estateId, importId };
    await perform('validateImport', admin, { params });
    const state = () => must(manager, 'GET', `/v1/estates/${estateId}/imports/${importId}`);
    await until('validation', async () => (await state()).state !== 'validating');
    return params;
  };
  const wrong = await imported(`${serial}栋0001,${serial}栋,89.37,castle`);
  await perform('listImportErrors', manager, { params: wrong });
  const params = await imported(`${serial}栋0001,${serial}栋,89.37,dwelling`);
  await perform('commitImport', admin, { params });
  await until(
    'commit',
    async () =>
      (await must(manager, 'GET', `/v1/estates/${estateId}/imports/${params.importId}`)).state === 'committed',
  );
  await perform('getImport', manager, { params });
  return params.importId;
}

export const scenario: Scenario = { needs: [], run };
